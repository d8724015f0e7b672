"""Neighbourhoods and themes: what goes on in each, what was decided for it, what was said of it."""
