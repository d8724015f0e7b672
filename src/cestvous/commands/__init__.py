"""The ``cestvous`` command line: run, worker, demo, appoint, import, verify, and Django's own commands."""
