"""Short surveys (spørgeskemaer) of a deltagerbudget. Answers are sums and nothing else, never joined to anybody.

Words: survey, audience, collection, sum, free text. Below: processes. Beside: proposals, events, bulletins. It stands
below the ballots, so it cannot read one; the last page of the booth links to it.
"""
