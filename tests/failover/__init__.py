"""A whole city on one machine, while each of its parts is killed in turn."""
