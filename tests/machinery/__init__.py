"""What makes the tests run: databases, the clock, and guards against what a test must not do."""
