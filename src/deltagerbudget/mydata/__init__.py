"""What is a person's own: everything about them in one file, and the deleting of it (mine data).

Words: kept, sheet. Below: whatever holds something of a person.
"""
