"""How the municipality judges proposals: reviews by department, one decision.

Words: department, review, decision. Below: proposals. Does not know the vote.
"""
