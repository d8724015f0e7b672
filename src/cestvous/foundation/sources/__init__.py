"""Any text that a synthesis may cite: its versions, and the passages of them that are cited.

A published text is never overwritten: an edit is a new version; a withdrawal replaces the words by a dated statement.
Writes nothing to the journal itself: owners do, with the salted digest that is kept here beside the words.
"""
