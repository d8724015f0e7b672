"""What changed in the whole synthesis between two of its versions, finding by finding, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.syntheses.models import FindingVersion, SynthesisVersion
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Figure, Link
from cestvous.web.differences import Paragraph, differences
from cestvous.web.syntheses.words import rests_on


@dataclass(frozen=True)
class ChangedFinding:
    """A finding that reads otherwise, with each reason given for it; ``address`` compares its two versions alone."""

    number: int
    url: str
    address: str
    title: Sequence[Paragraph]
    paragraphs: Sequence[Paragraph]
    reasons: Sequence[str]
    rested_on: str
    rests_on: str


@dataclass(frozen=True)
class Changes:
    """From version ``before`` to version ``after``. ``added``: findings that the earlier one did not have."""

    before: int
    after: int
    before_at: datetime
    after_at: datetime
    since: Sequence[Link]
    up_to: Sequence[Link]
    figures: Sequence[Figure]
    revised: Sequence[ChangedFinding]
    added: Sequence[FindingVersion]
    after_url: str


def changes_of(found: Found, versions: Sequence[SynthesisVersion], after: int, before: int) -> Changes:
    """One query. Http404 unless both versions exist and ``before`` is the earlier one."""
    known = {version.number: version for version in versions}
    if not 0 < before < after or after not in known or before not in known:
        raise Http404
    rows = FindingVersion.objects.filter(
        finding__synthesis=known[after].synthesis_id, published_in__number__lte=after
    ).select_related("finding", "published_in")
    history: dict[int, list[FindingVersion]] = {}
    for row in rows.order_by("finding__section__position", "finding__position", "finding_id", "number"):
        history.setdefault(row.finding_id, []).append(row)
    number = found.consultation.number
    revised, added = [], []
    for lived in history.values():
        old = _as_of(lived, before)
        if old is None:
            added.append(lived[-1])
        elif old is not lived[-1]:
            revised.append(_changed(number, old, lived[-1], lived))
    since, up_to = _choices(number, list(known), (before, after))
    same = len(history) - len(revised) - len(added)
    return Changes(
        before=before,
        after=after,
        before_at=known[before].published_at,
        after_at=known[after].published_at,
        since=since,
        up_to=up_to,
        figures=[
            Figure(len(revised), ngettext("finding revised", "findings revised", len(revised)), "#revised"),
            Figure(len(added), ngettext("finding added", "findings added", len(added)), "#added" if added else ""),
            Figure(same, ngettext("finding unchanged", "findings unchanged", same)),
        ],
        revised=revised,
        added=added,
        after_url=reverse("synthesis_version", args=[number, after]),
    )


def _as_of(lived: Sequence[FindingVersion], version: int) -> FindingVersion | None:
    """How a finding read in a version of the synthesis."""
    then = [row for row in lived if row.published_in is not None and row.published_in.number <= version]
    return then[-1] if then else None


def _changed(number: int, old: FindingVersion, new: FindingVersion, lived: Sequence[FindingVersion]) -> ChangedFinding:
    n, before, after = new.finding.number, rests_on(old), rests_on(new)
    return ChangedFinding(
        number=n,
        url=reverse("finding", args=[number, n]),
        address=reverse("finding_version", args=[number, n, new.number]) + f"?since={old.number}#changes",
        title=differences(old.title, new.title),
        paragraphs=differences(old.body, new.body),
        reasons=[row.reason for row in lived if row.number > old.number],
        rested_on=before if before != after else "",
        rests_on=after,
    )


def _choices(number: int, known: Sequence[int], shown: tuple[int, int]) -> tuple[list[Link], list[Link]]:
    """The versions from which, and those up to which, one may look at the changes; nothing to choose between two."""
    if len(known) < 3:
        return [], []

    def choice(named: int, after: int, before: int) -> Link:
        return Link(
            _("Version %(number)d") % {"number": named},
            reverse("synthesis_changes", args=[number, after, before]),
            is_current=(before, after) == shown,
        )

    return (
        [choice(row, shown[1], row) for row in known if row < shown[1]],
        [choice(row, row, shown[0]) for row in known if row > shown[0]],
    )
