"""Pictures and documents that people send in.

What is stored is made anew by us: decoded, turned upright, freed of everything but the picture, written as WebP.
Whose a picture is, and so who may see it, is known above: proposals, processes and realisations point to it.
"""
