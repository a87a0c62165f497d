"""Voting where people are: places, shifts, the desk, screens and ballots on paper.

Words: station, shift, desk, kiosk, batch, sheet. Below: ballots. No choice before closing, and never a CPR number.
"""
