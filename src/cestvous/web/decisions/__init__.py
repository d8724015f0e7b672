"""The decision: answers to findings, the signature, commitments and their progress."""
