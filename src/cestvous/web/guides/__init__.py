"""Guides for residents and for agents: what to do, step by step, with pictures taken from the example city.

Their words are Markdown files, one folder a language. Their pictures are made by ``make guides``: see docs/guides.md.
"""
