"""What is new, in words, with the address at which each thing is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.web.words.news import Happened


@dataclass(frozen=True)
class News:
    """One thing that is new. ``about``: which of the reader's texts it concerns, and in which consultation."""

    title: str
    at: datetime
    url: str
    about: str


def told(rows: Iterable[Happened], titles: Mapping[int, str]) -> list[News]:
    """``titles``: those of the consultations, by number."""
    return [News(_title(row), row.at, _address(row), _about(row, titles)) for row in rows]


def _title(row: Happened) -> str:
    if row.what == "signed":
        words = ngettext(
            "The decision is signed: it answers %(count)d finding that cites you",
            "The decision is signed: it answers %(count)d findings that cite you",
            row.many,
        )
        return words % {"count": row.many}
    words = {
        "cited": _("Finding %(number)d cites you"),
        "revised": _("Finding %(number)d, which cites you, was revised"),
        "set-aside": _("Set aside by the synthesis, with the reason"),
        "replied": _("The agents replied to your question"),
        "reply-revised": _("The reply to your question was revised"),
        "commented": _("Somebody replied to your comment"),
        "objection-revised": _("Your objection has its reply: the finding was revised"),
        "objection-maintained": _("Your objection has its reply: the finding was maintained"),
        "rectified": _("The decision that answers you was rectified"),
        "done": _("Done: %(told)s"),
        "moved": _("A date has moved: %(told)s"),
        "reported": _("News of: %(told)s"),
        "rewritten": _("Rewritten since you took position: %(told)s"),
        "late": _("Late: %(told)s"),
    }[row.what]
    return words % {"number": row.thing, "told": row.told}


def _address(row: Happened) -> str:
    place = row.consultation
    if row.what in ("cited", "revised"):
        return reverse("finding", args=[place, row.thing])
    if row.what == "set-aside":
        # Comments and questions may be set aside too: only contributions have a thread of their own to show.
        name = "contribution_chain" if row.near == "contribution" else "set_asides"
        return reverse(name, args=[place, row.thing] if row.near == "contribution" else [place])
    if row.what in ("replied", "reply-revised"):
        return reverse("question", args=[place, row.thing])
    if row.what == "commented":
        return f"{reverse(row.near, args=[place, row.near_number])}?comment={row.thing}#c{row.thing}"
    if row.what.startswith("objection"):
        return reverse("objection", args=[place, row.thing])
    if row.what == "signed":
        return reverse("decision", args=[place])
    if row.what == "rectified":
        return reverse("decision_changes", args=[place, row.thing])
    if row.what == "rewritten":
        return reverse("contribution", args=[place, row.thing])
    return reverse("commitment", args=[place, row.thing])


def _about(row: Happened, titles: Mapping[int, str]) -> str:
    words = {
        "contribution": _("Your contribution n° %(number)d"),
        "question": _("Your question n° %(number)d"),
        "comment": _("Your comment n° %(number)d"),
        "objection": _("Your objection n° %(number)d"),
        "reason": _("The reason of your position"),
    }
    # A reply to a comment is near the thread in which it stands, which is somebody else's.
    mine = words.get(row.near, "") if row.what != "commented" else ""
    title = titles.get(row.consultation, "")
    return " · ".join(filter(None, (mine % {"number": row.near_number} if mine else "", title)))
