"""The outbox: mail that waits to leave. A form never waits for a mail server, and none that is away loses a mail.

A letter is written in the transaction of the act it tells of; the worker sends it, and it is gone from here once it has
left. Writes nothing to the journal: a mail is no act.
"""
