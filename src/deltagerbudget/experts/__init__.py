"""Somebody from outside is asked about one proposal, by a link in a mail, without an account.

Words: expert, link. Below: review. Does not know decisions.
"""
