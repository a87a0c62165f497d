"""What this database is: a demonstration's or a municipality's, and when its worker was last seen.

One row. Below: nothing of ours.
"""
