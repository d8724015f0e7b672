"""Questions to the agents and their replies."""
