"""The public register: the list of official acts, and its download."""
