"""Contributions: what residents say in answer to a consultation's question, and where others stand on it.

A contribution is versioned, never overwritten; it can be withdrawn by its author at any time. Others take position
for, against or mixed, discuss it, and endorse what is said in the discussion. Tallies of votes cast elsewhere come
with imported ones and are never mixed with positions taken here. Up to three files may be joined to it.

Writes to the journal, public: submitted, edited, withdrawn, files joined, described anew, taken away, commented,
comment withdrawn; restricted: put under another theme or neighbourhood, positions and endorsements.
"""
