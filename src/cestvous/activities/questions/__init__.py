"""Questions to the agents, and their replies: what residents want to know before they make up their minds.

Writes to the journal, public: asked, replied, reply revised, withdrawn.
"""
