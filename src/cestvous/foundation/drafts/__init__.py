"""Drafts: what somebody has typed and not sent yet, kept so that a closed tab loses nothing. Nobody else reads them.

Writes nothing to the journal: nothing has been said.
"""
