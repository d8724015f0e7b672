"""What we build on: under which licences, listed in full, and what is known to be wrong with it.

Three lists are kept by hand beside these files: ``licences.toml`` (what we decided where a package does not say it
well), ``vendored.toml`` (what others made and we carry in our own folders), ``accepted_faults.toml`` (known faults that
we live with for a while, and why).
"""
