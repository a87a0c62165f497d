"""Residents who cannot or will not use the site: staff enter them, and write for them in their author's pages.

Words: assisted resident, assistance, through, scan. Below: proposals. Does not know what is said, judged or voted.
"""
