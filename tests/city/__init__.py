"""A small city in which every state of every page can be seen, and the list of those pages."""
