"""Meetings and help (møder og hjælp): advisers' hours, idea days, and the places that residents book.

Words: event, slot, booking. Below: processes. Beside: proposals.
"""
