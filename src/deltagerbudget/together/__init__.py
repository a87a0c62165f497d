"""How several authors stand behind one proposal, and how several proposals become one and are taken apart again.

Words: invitation, join request, merge, part, voice. Below: proposals. Does not know review and vote.
"""
