"""Rules that hold for the whole of the source."""
