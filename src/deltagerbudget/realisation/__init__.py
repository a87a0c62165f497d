"""What becomes of the winners: owner, milestones, lateness by the clock.

Words: realisation, milestone. Below: results.
"""
