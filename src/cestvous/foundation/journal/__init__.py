"""The public register: every official act, in order, chained so that none can be altered or dropped unseen.

A write appends an event in its own transaction. One sealer then numbers and chains what has been committed. An event
holds identifiers and salted digests, never names or words: erasing a person does not break the chain. Public events
can be read and downloaded by anyone; of restricted ones only the digest is shown.
"""
