"""What each page costs, measured over HTTP on the real server: ``make bench``. docs/performance.md explains it.

``__main__`` starts a PostgreSQL that keeps what it acknowledged, and for each size of city has one filled and measured;
``measuring`` does the latter, in a process of its own. ``report`` shows what was seen, ``targets`` judges it.
"""
