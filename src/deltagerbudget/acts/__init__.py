"""The vocabulary of acts, who may do what and when, and the journal.

Words: act, role, actor, entry, approval. Below: accounts, areas.
"""
