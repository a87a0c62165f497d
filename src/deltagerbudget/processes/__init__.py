"""Deltagerbudgetter: area, amount, rules, phases and the way to opening.

Words: process, phase, allocation, checklist. Below: pools, areas, acts.
"""
