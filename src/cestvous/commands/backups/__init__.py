"""Backups: everything a city would need to go on elsewhere, in one file that says itself whether it is whole."""
