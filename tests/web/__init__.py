"""Pages: what they show, what they refuse, what they cost."""
