"""Every write to a consultation and its procedure."""

from cestvous.procedure.consultations.actions.discussing import erase_comment, forget_endorsement
from cestvous.procedure.consultations.actions.editing import EditedMeanwhile
from cestvous.procedure.consultations.actions.importing import FILE, Provenance, take_over
from cestvous.procedure.consultations.actions.leading import (
    adapt,
    archive,
    cancel,
    prolong,
    resume,
    suspend,
    take_charge,
)
from cestvous.procedure.consultations.actions.preparing import (
    Preparation,
    correct,
    create,
    edit,
    publish,
    redesign,
)
from cestvous.procedure.consultations.actions.presenting import present_answers, present_calendar, present_files
from cestvous.procedure.consultations.actions.register import (
    allot,
    allot_many,
    recount,
    take_part,
    take_part_many,
)
from cestvous.procedure.consultations.actions.settling import settle, settle_all_due, settle_for_reading
from cestvous.procedure.consultations.actions.translating import last_translated, translate

__all__ = [
    "FILE",
    "EditedMeanwhile",
    "Preparation",
    "Provenance",
    "adapt",
    "allot",
    "allot_many",
    "archive",
    "cancel",
    "correct",
    "create",
    "edit",
    "erase_comment",
    "forget_endorsement",
    "last_translated",
    "present_answers",
    "present_calendar",
    "present_files",
    "prolong",
    "publish",
    "recount",
    "redesign",
    "resume",
    "settle",
    "settle_all_due",
    "settle_for_reading",
    "suspend",
    "take_charge",
    "take_over",
    "take_part",
    "take_part_many",
    "translate",
]
