"""What goes out on paper: letters, voting codes, ballots, posters.

Words: letter, paper. Below: ballots. Keeps no list of residents: what comes in goes out again and is forgotten.
"""
