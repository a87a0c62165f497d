"""The staff's front page: what waits for me, and the menu of every staff page.

Reads everything below; writes nothing.
"""
