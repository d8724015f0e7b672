"""Importing a consultation held elsewhere, from the file that docs/import-format.md describes.

``lines`` reads JSON Lines however they were written; ``fields`` reads one line field by field and says what is wrong
with each; ``records`` knows the format; ``loading`` puts a file that has no fault on the record, whole or not at all.
"""
