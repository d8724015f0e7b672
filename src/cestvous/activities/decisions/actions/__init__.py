"""Every write to decisions and commitments."""

from cestvous.activities.decisions.actions.drafting import (
    add_commitment,
    add_milestone,
    answer,
    begin_rectification,
    edit_commitment,
    edit_preamble,
    remove_commitment,
)
from cestvous.activities.decisions.actions.following_up import MOST_PICTURES, report
from cestvous.activities.decisions.actions.signing import draft_digest, obstacles_to_signature, sign

__all__ = [
    "MOST_PICTURES",
    "add_commitment",
    "add_milestone",
    "answer",
    "begin_rectification",
    "draft_digest",
    "edit_commitment",
    "edit_preamble",
    "obstacles_to_signature",
    "remove_commitment",
    "report",
    "sign",
]
