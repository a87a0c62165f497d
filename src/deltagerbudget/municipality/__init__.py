"""What the municipality says of itself: name, logo, colour, texts, help texts, contacts, areas.

Words: brand, wording (a short text in place of ours), page, contact, council. Below: acts.
Above: every page is given the card (municipality.card); nothing here knows a process.
"""
