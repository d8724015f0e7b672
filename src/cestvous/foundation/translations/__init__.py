"""Translations: what those who lead wrote, said again by them in another language. The original alone is authoritative.

Writes nothing to the journal by itself: whoever owns what is translated records that it was.
"""
