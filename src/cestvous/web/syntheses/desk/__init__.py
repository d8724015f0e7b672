"""Where agents in charge write the synthesis: accounting for everything that was said, finding by finding."""
