"""The pages of the decision."""
