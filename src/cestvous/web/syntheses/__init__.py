"""The synthesis: the document, its findings, objections, and the desk at which agents write it."""
