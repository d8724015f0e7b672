"""Every write to a consultation and its procedure."""

from cestvous.procedure.consultations.actions.leading import adapt, archive, cancel, prolong, resume, suspend
from cestvous.procedure.consultations.actions.preparing import (
    EditedMeanwhile,
    Preparation,
    correct,
    create,
    edit,
    publish,
)
from cestvous.procedure.consultations.actions.register import allot, recount, take_part
from cestvous.procedure.consultations.actions.settling import settle, settle_all_due, settle_for_reading

__all__ = [
    "EditedMeanwhile",
    "Preparation",
    "adapt",
    "allot",
    "archive",
    "cancel",
    "correct",
    "create",
    "edit",
    "prolong",
    "publish",
    "recount",
    "resume",
    "settle",
    "settle_all_due",
    "settle_for_reading",
    "suspend",
    "take_part",
]
