"""Taking away: a consultation as files, its phases as a calendar, what happens in it as news.

Whoever takes a consultation away gets what its pages show to a visitor, and nothing else. docs/open-data-format.md is
the public description of every file.
"""
