"""Pages kept for visitors: rendered once, then given to every visitor until what they show changes.

Each process keeps pages in its own memory, and asks the database before it gives one: the journal says whether anything
has happened since. No server has to tell another, and nobody waits for a page to grow old.
"""
