"""People with an account: residents who propose, and staff. Voters have none.

Words: person. Below: identity, ui. Never joined to a ballot.
"""
