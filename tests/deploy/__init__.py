"""What is in deploy/ says what it means, and the commands in it are run."""
