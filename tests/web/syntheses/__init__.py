"""The pages of the synthesis."""
