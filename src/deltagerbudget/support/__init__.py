"""The support round: residents say which proposals they want reviewed, and how many each needs.

Words: support, supporters, close, lift. Below: proposals. Does not know the review.
"""
