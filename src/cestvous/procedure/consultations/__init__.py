"""Consultations: one project or question put to the city, led through its procedure from presentation to follow-up.

Writes to the journal, public: published, presentation corrected, file attached to it or withdrawn, phase entered, phase
waiting for its gate, adapted, form paused by a flood, kept paused, reopened, suspended, resumed, cancelled, archived;
restricted: created and edited while a draft.
"""
