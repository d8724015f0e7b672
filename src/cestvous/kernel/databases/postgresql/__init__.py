"""PostgreSQL as Django speaks with it, and patience: ``ENGINE`` of a city's databases."""
