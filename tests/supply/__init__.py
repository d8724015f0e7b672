"""What we build on is what we chose: from one place, unaltered, under licences that allow it, and listed."""
