"""How a vote goes while it runs, for those who answer for it: never a choice, and nothing about few people.

Words: monitor, turnout, alarm. Below: ballots, results. Shows sums alone; stores which alarms were raised.
"""
