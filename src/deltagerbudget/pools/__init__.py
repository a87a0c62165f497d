"""Pools (puljer) of money and what is appropriated to them each year.

Words: pool, appropriation. Below: acts. What is allocated lives in processes.
"""
