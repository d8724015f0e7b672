"""Who may do what, when: one table, and everything that is not in it refused."""
