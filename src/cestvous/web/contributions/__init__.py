"""Contributions: the list, each one with its versions, positions and discussion, and writing one."""
