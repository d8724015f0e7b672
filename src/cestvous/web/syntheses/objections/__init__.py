"""Objections to the synthesis: filing one, reading them, replying."""
