"""Evaluation (evaluering): honest figures about one deltagerbudget and across all, and what was learnt.

Words: indicator, effort, evaluation. Below: everything that leaves figures behind. Read by the process page alone.
One list of indicators is the page, the report and the files; what is published is frozen in its row.
"""
