"""What measures pages is right about what it says."""
