"""Documents: the synthesis and the decision as files that one keeps, prints, and hands on: PDF (PDF/UA-1) and Word.

What a document says is composed from what the pages read, as one tree of blocks; two renderers draw it. What people
wrote reaches them as data, never as markup: docs/adr says why.
"""
