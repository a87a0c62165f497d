"""Local areas (områder): the places that a deltagerbudget belongs to.

Words: area. Below: ui. Polygons come with the map.
"""
