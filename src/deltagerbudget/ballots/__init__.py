"""The vote (afstemning): frozen list, keybox, booth and ballots.

Words: vote, project, ballot, pseudonym. Below: proposals, processes. No person here.
"""
