"""What happened, as news to subscribe to: the public acts of the register, as an Atom feed (RFC 4287)."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cestvous.foundation.journal.models import Seal, SealQuerySet
from cestvous.procedure.consultations.events import PHASE_ENTERED, PHASE_WAITING
from cestvous.procedure.consultations.models import Consultation, Phase
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import title_of
from cestvous.web.register.pages import of_consultation, shown
from cestvous.web.takeaway.calendar import host
from cestvous.web.translations.reading import as_read

LATEST = 50
# Part of what makes an entry the same one for ever: when it was begun to name entries so.
NAMED_SINCE = 2026


def _tag(thing: str) -> str:
    """A name that no move of the site changes (RFC 4151)."""
    return f"tag:{host()},{NAMED_SINCE}:{thing}"


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def city_news() -> HttpResponse:
    """The latest public acts of the whole city."""
    feed = Atom1Feed(
        title=settings.SITE_NAME,
        link=_address(reverse("home")),
        description="",
        subtitle=_("Every public act of every consultation, the latest first."),
        language=get_language(),
        author_name=settings.CITY_NAME,
        feed_url=_address(reverse("city_news")),
        feed_guid=_tag("news"),
    )
    return _answer(feed, _public())


def news_of(found: Found) -> HttpResponse:
    """The latest public acts of one consultation."""
    number, title = found.consultation.number, as_read(found.consultation).title
    feed = Atom1Feed(
        title=title,
        link=_address(reverse("consultation", args=[number, found.consultation.slug])),
        description="",
        subtitle=_("The public acts of this consultation, the latest first."),
        language=get_language(),
        author_name=settings.CITY_NAME,
        feed_url=_address(reverse("consultation_news", args=[number])),
        feed_guid=_tag(f"consultation/{number}/news"),
    )
    return _answer(feed, of_consultation(_public(), number))


def _public() -> SealQuerySet:
    return Seal.objects.filter(event__public=True).select_related("event").order_by("-number")


def _answer(feed: Atom1Feed, rows: SealQuerySet) -> HttpResponse:
    seals = list(rows[:LATEST])
    titles = dict(Consultation.objects.public().order_by("number").values_list("number", "title"))
    phases = _phases(seals)
    for seal, event in zip(seals, shown(seals, titles), strict=True):
        phase = phases.get((seal.event.subject_number, str(seal.event.facts.get("phase"))))
        detail = phase if phase and seal.event.kind in (PHASE_ENTERED.name, PHASE_WAITING.name) else ""
        feed.add_item(
            title=f"{event.title} · {detail}" if detail else event.title,
            # An act on a thing without a page of its own is read where it stands in the register.
            link=_address(event.url or f"{reverse('journal')}?before={seal.number + 1}"),
            # Feed readers take it for HTML.
            description=escape(" · ".join(filter(None, (event.detail, event.actor)))),
            unique_id=_tag(f"register/{seal.number}"),
            pubdate=seal.event.at,
            updateddate=seal.event.recorded_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _phases(seals: Sequence[Seal]) -> Mapping[tuple[int, str], str]:
    """The titles of the phases that began or wait, by consultation and key."""
    numbers = {seal.event.subject_number for seal in seals if "phase" in seal.event.facts}
    rows = Phase.objects.filter(consultation__number__in=numbers).select_related("consultation")
    return {(row.consultation.number, row.key): title_of(row) for row in rows.order_by("pk")} if numbers else {}
