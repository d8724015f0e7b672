"""What the page of a finding shows: its words, what it rests on, what was objected, answered and undertaken."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import Finding, FindingVersion, Objection
from cestvous.activities.syntheses.models.document import Support
from cestvous.kernel import text
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.references import Reference
from cestvous.web.consultations.finding import Found
from cestvous.web.design.dates import ago
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Figure, Link, Version
from cestvous.web.differences import Paragraph, differences
from cestvous.web.discussions.pages import ThreadPage, thread_of
from cestvous.web.discussions.place import Discussion, ThreadUrls
from cestvous.web.syntheses.objections.own import object_url
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown
from cestvous.web.syntheses.objections.rows import OBJECTIONS, SHOWN
from cestvous.web.syntheses.reading.outcome import WhatFollowed, what_followed
from cestvous.web.syntheses.reading.texts import Texts, texts_of
from cestvous.web.syntheses.words import rests_on, support_of
from cestvous.web.translations.reading import worded

OBJECTIONS_SHOWN = 10


@dataclass(frozen=True)
class Disputes:
    """The latest objections to a finding, as seen ``at`` an instant. ``all_url`` is empty where these are all."""

    objections: Sequence[ObjectionShown]
    all_url: str
    at: datetime


@dataclass(frozen=True)
class FindingPage:
    """A finding as it stands."""

    number: int
    title: str
    body: str
    section: str
    reason: str
    written_at: datetime
    rests_on: str
    support: Sequence[Figure]
    versions: Sequence[Version]
    texts: Part[Texts]
    disputes: Part[Disputes]
    object_url: str
    revise_url: str
    followed: WhatFollowed
    thread: ThreadPage


@dataclass(frozen=True)
class FindingVersionPage:
    """A finding exactly as one version of it read, beside the one before."""

    number: int
    version: int
    title: str
    body: str
    reason: str
    written_at: datetime
    rests_on: str
    support: Sequence[Figure]
    before: int
    since: Sequence[Link]
    changes: Sequence[Paragraph]
    is_current: bool
    current_url: str
    versions: Sequence[Version]
    texts: Part[Texts]


# All that its pages show of a version of a finding, and what policy asks about the finding.
_VERSION = (
    *("id", "number", "title", "body", "reason", "written_at", "published_in__id", "published_in__number"),
    *("finding__id", "finding__number", "finding__position", "finding__synthesis__id"),
    *("finding__section__id", "finding__section__title", "finding__thread__id", "finding__thread__kind"),
    *("finding__thread__number", "finding__thread__consultation", "finding__thread__comment_count"),
    *(count.name for count in fields(Support)),
)
_VERSIONS = Instances(FindingVersion, *_VERSION)


def _published() -> Any:
    number, activity = Blank("number", BigIntegerField()), Blank("activity", BigIntegerField())
    rows = FindingVersion.objects.filter(finding__number=number, finding__synthesis__activity=activity)
    return rows.filter(published_in__isnull=False).order_by("number").values_list(*_VERSION)


def _disputing() -> Any:
    rows = Objection.objects.filter(finding=Blank("finding", BigIntegerField()))
    return rows.order_by("-number").values_list(*SHOWN)[: OBJECTIONS_SHOWN + 1]


_PUBLISHED, _DISPUTING = Prepared(_published), Prepared(_disputing)


def published_versions(found: Found, n: int) -> list[FindingVersion]:
    """The published versions of a finding, oldest first, in one query. Http404 if there is none."""
    activity = found.activity(acts.NAME)
    versions = [_VERSIONS.of(row) for row in _PUBLISHED.rows(number=n, activity=activity.pk)]
    if not versions:
        raise Http404
    finding = versions[-1].finding
    finding.current = versions[-1]
    finding.synthesis.activity = activity
    return versions


def published_finding(found: Found, n: int) -> Finding:
    """A published finding that knows its activity. Http404 if there is none."""
    return published_versions(found, n)[-1].finding


def discussion_of(found: Found, finding: Finding) -> Discussion:
    """The thread under a finding."""
    return Discussion(
        found=found,
        subject=finding,
        title=_("Finding %(number)d") % {"number": finding.number},
        tab="synthesis",
        urls=ThreadUrls("finding", found.consultation.number, finding.number),
        actions=actions.DISCUSSING,
    )


def finding_page(found: Found, versions: Sequence[FindingVersion], request: HttpRequest) -> FindingPage:
    """Eight queries at most, whatever the number of texts, objections and comments."""
    current = versions[-1]
    finding, number = current.finding, found.consultation.number
    here = reverse("finding", args=[number, finding.number])
    may_revise = found.may(acts.REVISE, finding.activity)
    return FindingPage(
        number=finding.number,
        title=worded(found.consultation, finding.reference, "title", current.title),
        body=worded(found.consultation, finding.reference, "body", current.body),
        section=worded(
            found.consultation,
            Reference("synthesis", 1, number),
            f"section-{finding.section_id}",
            finding.section.title,
        ),
        reason=current.reason,
        written_at=current.written_at,
        rests_on=rests_on(current),
        support=support_of(current, here),
        versions=_switcher(number, versions, current),
        texts=texts_of(current, here, request.GET),
        disputes=_disputes(found, finding),
        object_url=f"{objecting}?finding={finding.number}" if (objecting := object_url(found)) else "",
        revise_url=reverse("revise_finding", args=[number, finding.number]) if may_revise else "",
        followed=what_followed(found, finding),
        thread=thread_of(discussion_of(found, finding), request),
    )


def _disputes(found: Found, finding: Finding) -> Part[Disputes]:
    rows = [OBJECTIONS.of(row) for row in _DISPUTING.rows(finding=finding.pk)]
    objections = tuple(shown(row, found, here_already=finding) for row in rows[:OBJECTIONS_SHOWN])
    url = f"{reverse('objections', args=[found.consultation.number])}?finding={finding.number}"
    all_url = url if len(rows) > OBJECTIONS_SHOWN else ""
    waiting = tuple(ago(each.said.at, found.at) for each in objections if each.state == "waiting")
    made = Disputes(objections, all_url, found.at)
    return Part("syntheses/disputes.html", "disputes", (objections, all_url, waiting), lambda: made)


def version_page(
    found: Found, versions: Sequence[FindingVersion], number: int, since: int, request: HttpRequest
) -> FindingVersionPage:
    """One version of a finding beside the one before, or that of the number ``since``. Http404 if there is none."""
    index = next((index for index, row in enumerate(versions) if row.number == number), None)
    if index is None:
        raise Http404
    row, earlier = versions[index], versions[:index]
    before = next((known for known in earlier if known.number == since), earlier[-1] if earlier else None)
    consultation, n = found.consultation.number, row.finding.number
    here = reverse("finding_version", args=[consultation, n, row.number])
    return FindingVersionPage(
        number=n,
        version=row.number,
        title=worded(found.consultation, row.finding.reference, "title", row.title),
        body=worded(found.consultation, row.finding.reference, "body", row.body),
        reason=row.reason,
        written_at=row.written_at,
        rests_on=rests_on(row),
        support=support_of(row, here),
        before=before.number if before else 0,
        since=[
            Link(
                _("Version %(number)d") % {"number": known.number},
                f"{here}?since={known.number}#changes",
                is_current=known is before,
            )
            for known in (earlier if len(earlier) > 1 else ())
        ],
        changes=[*differences(before.title, row.title), *differences(before.body, row.body)] if before else [],
        is_current=row is versions[-1],
        current_url=reverse("finding", args=[consultation, n]),
        versions=_switcher(consultation, versions, row),
        texts=texts_of(row, here, request.GET, support_of(row, here)),
    )


def _switcher(consultation: int, versions: Sequence[FindingVersion], current: FindingVersion) -> list[Version]:
    if len(versions) == 1:
        return []
    return [
        Version(
            number=row.number,
            url=reverse("finding_version", args=[consultation, row.finding.number, row.number]),
            at=row.written_at,
            is_current=row is current,
            note=text.excerpt(row.reason, 90) or _("first publication"),
        )
        for row in reversed(versions)
    ]
