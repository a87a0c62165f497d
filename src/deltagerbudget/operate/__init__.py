"""For those who run an installation: backup and restore, keys, health, cross-row truths.

Commands, and no table of its own. Below: every app.
"""
