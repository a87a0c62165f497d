"""By what proposals are judged, and the words that staff begin a reason from. Both are data that staff edit.

Words: criterion, reason. Below: processes. Does not know reviews or decisions.
"""
