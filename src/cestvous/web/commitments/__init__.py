"""What the city undertook, by date: done, late, to come; of one consultation, of a neighbourhood, of the whole city."""
