"""Those who work here: invitation, login in two steps, login by the municipality, roles.

Words: invitation, door (the login), factor (second step: app or security key), recovery code. Below: acts, identity.
"""
