"""Reads the journal and writes mails; runs the clock's own acts.

Words: mail, outbox. Below: everything; nobody reads this.
"""
