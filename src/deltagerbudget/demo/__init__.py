"""The demonstration: an invented municipality, its people, a clock to move and the mails to read.

Refused outside demo mode. Below: everything.
"""
