"""The people who hold an account: what they told about themselves, and how they want to be named.

Writes to the journal, restricted: that an account was opened or changed (never by whom).
"""
