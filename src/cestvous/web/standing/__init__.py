"""Standing pages: read, with what is generated below their words; their versions; and the desk where agents rewrite."""
