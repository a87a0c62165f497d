"""Proposals (forslag) and their authors, from draft to the list of the vote.

Words: proposal, authorship, stage. Below: processes.
"""
