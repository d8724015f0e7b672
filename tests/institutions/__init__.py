"""Institutions: the agency and its standing pages."""
