"""Translations: what the city wrote, read in the language of one's screens, and the pages that translate it."""
