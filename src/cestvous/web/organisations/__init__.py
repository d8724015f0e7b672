"""Organisations: their public pages, one's own in one's account, and those that agents confirm at their desk."""
