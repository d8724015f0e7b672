"""Signing in by more than a password, and staying signed in."""
