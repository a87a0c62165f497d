"""Where things are: the import of areas and places, find my area, the picker of a point.

Stands above acts, because whoever changes the areas does an act; the areas themselves lie below.
"""
