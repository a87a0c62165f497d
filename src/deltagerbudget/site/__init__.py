"""The public faces: front, areas, deltagerbudgetter, proposals, pools, my page, logging in, and the texts about it all.

Words: page. Reads everything below; writes nothing but its own texts. The same page for everyone who looks.
"""
