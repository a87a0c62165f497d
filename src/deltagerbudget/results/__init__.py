"""From encrypted ballots to a published result that explains itself.

Words: election, outcome, result. Below: ballots, counting.
"""
