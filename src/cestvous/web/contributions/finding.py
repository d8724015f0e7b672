"""The first beat of every view about one contribution."""

from django.http import Http404
from django.utils.translation import gettext as _

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution
from cestvous.web.consultations.finding import Found, find
from cestvous.web.discussions.place import Discussion, ThreadUrls
from cestvous.web.requests import PersonRequest, ReaderRequest


def find_contribution(request: ReaderRequest | PersonRequest, number: int, n: int) -> tuple[Found, Contribution]:
    """The consultation and its contribution n° ``n``, with its words. Http404 if there is none."""
    found = find(request, number)
    numbered = Contribution.objects.to(found.consultation.activities).filter(number=n)
    contribution = numbered.with_words().with_same_text().latest_first().first()
    if contribution is None:
        raise Http404
    # The activity that knows its consultation, procedure and all: policy asks no more of the database.
    rows = found.consultation.activities
    contribution.activity = next(row for row in rows if row.pk == contribution.activity_id)
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
