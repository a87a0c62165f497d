"""Talk about proposals: questions and answers in the open, points for and against, reports and hiding.

Words: question, answer, point, agreement, report, hiding. Below: proposals. Does not know the review.
"""
