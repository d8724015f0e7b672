"""The people who hold an account: what they told about themselves, how they want to be named, where they are signed in.

Writes to the journal, restricted: that an account was opened or changed, or the way of signing in to it, or that all
its sessions were ended (never by whom).
"""
