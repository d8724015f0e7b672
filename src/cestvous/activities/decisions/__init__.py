"""Decisions: what the elected officials decide, one answer with reasons for each finding, and what follows from it.

Agents draft, the sponsor signs; what is signed is rectified only by a new version. Commitments have an owner, a due
date and milestones, and their progress is reported in public, with pictures if there are some.

Writes to the journal, public: signed, rectified, answered, committed, progress reported, a picture joined to it;
restricted: drafting.
"""
