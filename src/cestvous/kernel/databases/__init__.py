"""The databases: one that counts, perhaps a replica that visitors read from, and what happens while one is away."""
