"""How the platform looks and speaks: layouts, components, forms, money and dates.

Imports nothing of ours: every app may use it, and it knows none of them.
Plain values go in, HTML comes out.
"""
