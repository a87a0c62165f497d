"""Who someone is (login): an OpenID Connect client, and a simulated MitID for demo mode.

Words: identity, pending (a login under way), reference (person_ref), dialect (a broker's claim names).
No models and no session: a login under way travels in its own encrypted cookie. Below: ledger.
"""
