"""An example city, built from the texts in ``city/`` by the same actions that the pages use, each at its own instant.

Six consultations, one standing in each phase today, and people of every role. Nothing in it is real.
"""
