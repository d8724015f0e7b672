"""Organisations on the pages of the site."""
