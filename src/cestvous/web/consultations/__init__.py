"""A consultation for its readers: where it stands, what it asks, its procedure and adaptations."""
