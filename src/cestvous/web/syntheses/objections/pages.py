"""What the pages about objections show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import Finding, Ground, Objection, Outcome
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Facet, Link
from cestvous.web.remedies import remedy_of
from cestvous.web.sources import Said, in_its_language, said
from cestvous.web.syntheses.cited import address_of, name_of
from cestvous.web.syntheses.objections.own import object_url
from cestvous.web.translations.reading import replied

A_PAGE = 20
WAITING, REPLIED = "waiting", "replied"


@dataclass(frozen=True)
class ObjectionShown:
    """An objection with where it stands. ``state``: "waiting", "revised", "maintained" or "gone"."""

    number: int
    url: str
    ground: str
    said: Said
    about: str
    about_title: str
    about_url: str
    finding: str
    finding_url: str
    state: str
    reply: Said | None
    revised_url: str
    reply_url: str
    withdraw_url: str


@dataclass(frozen=True)
class ObjectionsPage:
    """A page of the list of objections."""

    total: int
    facets: Sequence[Facet]
    about: str
    all_url: str
    objections: Sequence[ObjectionShown]
    older: str
    newer: str
    may_object: Verdict
    object_url: str
    remedy: Link
    at: datetime


def objections_of(found: Found, state: str, before: int, finding: int | None = None) -> ObjectionsPage:
    """The objections, newest first: two queries. ``finding``: only those to the one of this number, 0 for the whole."""
    activity, number = found.activity(acts.NAME), found.consultation.number
    rows = Objection.objects.filter(synthesis__activity=activity)
    if finding is not None:
        rows = rows.filter(finding__number=finding) if finding else rows.filter(finding__isnull=True)
    is_waiting = Q(reply__isnull=True, source__standing=Standing.PUBLISHED)
    counts = rows.aggregate(
        waiting=Count("pk", filter=is_waiting), replied=Count("pk", filter=Q(reply__isnull=False)), total=Count("pk")
    )
    state = state if state in (WAITING, REPLIED) else ""
    everything = reverse("objections", args=[number])
    url = everything if finding is None else f"{everything}?finding={finding}"
    facets = [
        Facet(words, _asked(url, "" if state == name else name), counts[name], is_current=state == name)
        for name, words in ((WAITING, pgettext("objection", "Waiting for a reply")), (REPLIED, _("Replied to")))
    ]
    if state:
        rows = rows.filter(is_waiting if state == WAITING else Q(reply__isnull=False))
    if before:
        rows = rows.filter(number__lt=before)
    page = list(rows.select_related("synthesis").with_words().order_by("-number")[: A_PAGE + 1])
    may_object = found.may(acts.OBJECT, activity)
    return ObjectionsPage(
        total=counts["total"],
        facets=facets if counts["total"] else [],
        about="" if finding is None else _about(finding),
        all_url="" if finding is None else everything,
        objections=[shown(row, found) for row in page[:A_PAGE]],
        older=_asked(url, state, page[A_PAGE - 1].number) if len(page) > A_PAGE else "",
        newer=_asked(url, state) if before else "",
        may_object=may_object,
        object_url=object_url(found),
        remedy=remedy_of(found, may_object, acts.OBJECT, reverse("object_to_synthesis", args=[number])),
        at=found.at,
    )


def _asked(url: str, state: str, before: int = 0) -> str:
    asked = [f"state={state}"] if state else []
    asked += [f"before={before}"] if before else []
    return f"{url}{'&' if '?' in url else '?'}{'&'.join(asked)}" if asked else url


def _about(finding: int) -> str:
    if not finding:
        return _("Only those that say that the whole leaves something out.")
    return _("Only those to finding %(number)d.") % {"number": finding}


def objection_of(found: Found, n: int) -> Objection:
    """The objection of this number, knowing its activity. Http404 if there is none."""
    activity = found.activity(acts.NAME)
    rows = Objection.objects.filter(synthesis__activity=activity, number=n).select_related("synthesis")
    objection = rows.with_words().order_by("pk").first()
    if objection is None:
        raise Http404
    objection.synthesis.activity = activity
    return objection


def _name_of_finding(finding: Finding) -> str:
    return _("finding %(number)d, “%(title)s”") % {"number": finding.number, "title": finding.title}


def shown(objection: Objection, found: Found, *, here_already: Finding | None = None) -> ObjectionShown:
    """An objection for a page. No query after ``with_words()``. ``here_already``: the finding whose page it is."""
    number, n = found.consultation.number, objection.number
    finding = here_already or objection.finding
    words = said(objection.source, found.reader)
    about = objection.about
    state = "gone" if words.gone else objection.outcome or "waiting"
    objection.synthesis.activity = found.activity(acts.NAME)
    revised = objection.revised_as
    return ObjectionShown(
        number=n,
        url=reverse("objection", args=[number, n]),
        ground=capfirst(str(Ground(objection.ground).label)),
        said=words,
        about=name_of(about),
        about_title=in_its_language(about, about.words.title if about.is_published else ""),
        about_url=address_of(about),
        finding=_name_of_finding(finding) if finding and not here_already else "",
        finding_url=reverse("finding", args=[number, finding.number]) if finding else "",
        state=state,
        reply=replied(found.consultation, objection.reply, found.reader) if objection.reply else None,
        revised_url=reverse("finding_version", args=[number, finding.number, revised.number])
        if revised and finding and objection.outcome == Outcome.REVISED
        else "",
        reply_url=reverse("reply_to_objection", args=[number, n]) if found.may(acts.REPLY, objection) else "",
        withdraw_url=reverse("withdraw_objection", args=[number, n])
        if words.is_own and found.may(acts.WITHDRAW_OBJECTION, objection)
        else "",
    )
