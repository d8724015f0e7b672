"""Where people live: the neighbourhoods of the city. Writes nothing to the journal: the map is a setting."""
