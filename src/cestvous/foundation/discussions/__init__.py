"""Threads under things that people discuss: comments for, against or neutral, and endorsements of their arguments.

A thread does not know what it hangs under; only its owner writes to it, after asking whether that is open.
Writes nothing to the journal itself: owners do.
"""
