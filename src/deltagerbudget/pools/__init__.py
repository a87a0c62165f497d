"""Pools (puljer) of money: what is appropriated each year, and the account computed from rows.

Words: pool, appropriation, set-aside, account. Below: acts. Allocations live in processes and realisation.
"""
