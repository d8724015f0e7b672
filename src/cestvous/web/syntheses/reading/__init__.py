"""The synthesis for its readers: the document, its findings, what was set aside."""
