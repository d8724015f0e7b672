"""Every write to a synthesis."""

from cestvous.activities.syntheses.actions.accounting import cite, cite_in_new, lift, set_aside, uncite
from cestvous.activities.syntheses.actions.debating import erase_objection, object_to, reply, withdraw_objection
from cestvous.activities.syntheses.actions.discussing import (
    DISCUSSING,
    comment,
    endorse,
    withdraw_comment,
    withdraw_endorsement,
)
from cestvous.activities.syntheses.actions.publishing import confirm, publish, revise
from cestvous.activities.syntheses.actions.writing import (
    add_finding,
    add_section,
    edit_finding,
    edit_section,
    move_finding,
    move_section,
    remove_finding,
    remove_section,
)

__all__ = [
    "DISCUSSING",
    "add_finding",
    "add_section",
    "cite",
    "cite_in_new",
    "comment",
    "confirm",
    "edit_finding",
    "edit_section",
    "endorse",
    "erase_objection",
    "lift",
    "move_finding",
    "move_section",
    "object_to",
    "publish",
    "remove_finding",
    "remove_section",
    "reply",
    "revise",
    "set_aside",
    "uncite",
    "withdraw_comment",
    "withdraw_endorsement",
    "withdraw_objection",
]
