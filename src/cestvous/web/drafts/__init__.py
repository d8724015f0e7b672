"""Drafts that save themselves while one writes; without script, a button keeps them."""
