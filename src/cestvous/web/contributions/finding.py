"""The first beat of every view about one contribution."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from cestvous.activities.contributions import actions, kind
from cestvous.activities.contributions.models import Contribution, Position
from cestvous.foundation.files.models import File
from cestvous.foundation.sources.models import Standing, columns_in_one_row
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.web.consultations.finding import Found, find
from cestvous.web.discussions.place import Discussion, ThreadUrls
from cestvous.web.requests import PersonRequest, ReaderRequest

# All that its page shows of it, beside its files, positions and comments.
_SHOWN = (
    *("id", "activity", "number", "stays_after_erasure", "for_count", "mixed_count", "against_count"),
    *("tendency", "is_for_many", "is_shown", "fingerprint", "same_text"),
    *("has_files", "has_reasons"),
    *("thread__id", "thread__kind", "thread__number", "thread__consultation", "thread__comment_count"),
    *("theme__id", "theme__slug", "theme__name", "neighbourhood__id", "neighbourhood__slug", "neighbourhood__name"),
    *("tally_elsewhere__id", "tally_elsewhere__for_count"),
    *("tally_elsewhere__mixed_count", "tally_elsewhere__against_count"),
    *columns_in_one_row("source__"),
)
_INSTANCES = Instances(Contribution, *_SHOWN)


def _one(activities: int) -> Any:
    any_of_them = [Blank(f"activity_{index}", BigIntegerField()) for index in range(activities)]
    files = File.objects.filter(consultation=OuterRef("source__consultation"), owner_number=OuterRef("number"))
    attached = Exists(files.filter(owner_kind="contribution", attached_at__isnull=False))
    stated = Exists(Position.objects.filter(contribution=OuterRef("pk"), reason__standing=Standing.PUBLISHED))
    rows = Contribution.objects.in_any_of(any_of_them).filter(number=Blank("number", BigIntegerField()))
    known = rows.with_same_text().annotate(has_files=attached, has_reasons=stated)
    return known.latest_first().values_list(*_SHOWN)[:1]


_ONE = Prepared(_one)


def find_contribution(request: ReaderRequest | PersonRequest, number: int, n: int) -> tuple[Found, Contribution]:
    """The consultation and its contribution n° ``n``, with its words. Http404 if there is none."""
    found = find(request, number)
    activities = {row.pk: row for row in found.consultation.activities if row.kind == kind.NAME}
    rows = _ONE.rows(len(activities), number=n, **{f"activity_{index}": pk for index, pk in enumerate(activities)})
    if not rows:
        raise Http404
    contribution = _INSTANCES.of(rows[0])
    # The activity that knows its consultation, procedure and all: policy asks no more of the database.
    contribution.activity = activities[contribution.activity_id]
    return found, contribution


def name_of(contribution: Contribution) -> str:
    """ "Contribution n° 12"."""
    return _("Contribution n° %(number)d") % {"number": contribution.number}


def discussion_of(found: Found, contribution: Contribution) -> Discussion:
    return Discussion(
        found=found,
        subject=contribution,
        title=name_of(contribution),
        tab="contributions",
        urls=ThreadUrls("contribution", found.consultation.number, contribution.number),
        actions=actions.DISCUSSING,
        closed="" if contribution.source.is_published else _("This contribution is no longer shown."),
    )


def find_discussion(request: PersonRequest, number: int, n: int) -> Discussion:
    """What is said under contribution n° ``n``."""
    return discussion_of(*find_contribution(request, number, n))
