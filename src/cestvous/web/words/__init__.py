"""What became of my words: from a sentence to a milestone, for each person and for everything they said."""
