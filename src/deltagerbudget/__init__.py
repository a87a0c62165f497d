"""Deltagerbudget: residents propose, the municipality reviews, residents vote, and everyone sees what became of it."""
