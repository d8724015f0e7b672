"""What the page of the public register shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cestvous.foundation.journal.actions import Facts
from cestvous.foundation.journal.events import KINDS
from cestvous.foundation.journal.models import Event, Seal, SealQuerySet
from cestvous.foundation.mandates.models import Mandate
from cestvous.institutions.agency.models import PageName
from cestvous.kernel import languages
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import RegisterEvent
from cestvous.web.fields import Sent, field_of
from cestvous.web.organisations.address import organisation_url
from cestvous.web.requests import ReaderRequest, bounded, now

PAGE = 50
# Enough to find an entry by; the download holds the whole.
SHOWN_OF_DIGEST = 16
# Where a thing named in the register is read: kind of thing, its name on screens, URL name with (consultation, number).
THINGS = {
    "contribution": (gettext_lazy("contribution"), "contribution"),
    "question": (gettext_lazy("question"), "question"),
    "finding": (gettext_lazy("finding"), "finding"),
    "objection": (gettext_lazy("objection"), "objection"),
    "commitment": (gettext_lazy("commitment"), "commitment"),
    "synthesis": (gettext_lazy("synthesis"), "synthesis"),
    "decision": (gettext_lazy("decision"), "decision"),
}
ONE_OF_A_CONSULTATION = frozenset({"synthesis", "decision"})


class Filters(forms.Form):
    """What the register is narrowed to. Unknown values narrow nothing: an address is never an error."""

    consultation = forms.ChoiceField(label=gettext_lazy("Consultation"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of act"), required=False)

    def __init__(self, data: Sent, titles: dict[int, str]) -> None:
        super().__init__(data)
        public = sorted((str(kind.label), kind.name) for kind in KINDS.values() if kind.public)
        choices = {
            "consultation": [(pgettext("consultations", "All"), ""), *((title, str(n)) for n, title in titles.items())],
            "kind": [(pgettext("kinds of act", "All"), ""), *public],
        }
        for name, labels in choices.items():
            field_of(self, name, forms.ChoiceField).choices = [(value, label) for label, value in labels]


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register; ``sealed`` counts all entries, restricted ones included."""

    events: Sequence[RegisterEvent]
    filters: Filters
    older: str
    newest: str
    sealed: int
    file_name: str


def register_page(request: ReaderRequest) -> RegisterPage:
    titles = dict(Consultation.objects.public().order_by("-number").values_list("number", "title"))
    filters = Filters(request.GET, titles)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = Seal.objects.filter(event__public=True).select_related("event").order_by("-number")
    rows = _narrowed(rows, chosen)
    before = bounded(request, "before", default=0)
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE + 1])
    seals = found[:PAGE]
    last = Seal.objects.order_by("-number").first()
    kept = {name: value for name, value in chosen.items() if value}
    address = reverse("journal")
    older = f"{address}?{urlencode({**kept, 'before': seals[-1].number})}" if len(found) > PAGE else ""
    return RegisterPage(
        events=list(shown(seals, titles)),
        filters=filters,
        older=older,
        newest=f"{address}?{urlencode(kept)}" if before else "",
        sealed=last.number if last else 0,
        file_name=file_name(request),
    )


def file_name(request: HttpRequest) -> str:
    """Under which name the register is downloaded today."""
    return f"registre-{timezone.localdate(now(request)).isoformat()}.jsonl"


def _narrowed(rows: SealQuerySet, chosen: dict[str, str]) -> SealQuerySet:
    if number := chosen.get("consultation"):
        rows = of_consultation(rows, int(number))
    if kind := chosen.get("kind"):
        rows = rows.filter(event__kind=kind)
    return rows


def of_consultation(rows: SealQuerySet, number: int) -> SealQuerySet:
    """Those about a consultation: events on the consultation itself carry its number as their own."""
    own = Event.objects.filter(subject_kind="consultation", subject_number=number)
    return rows.filter(event__in=(own | Event.objects.filter(consultation=number)))


def shown(seals: Iterable[Seal], titles: dict[int, str]) -> Iterable[RegisterEvent]:
    """Entries in words, each with the address of what it is about. ``titles``: of the consultations that are public."""
    seals = list(seals)
    wanted = {seal.event.facts.get("mandate") for seal in seals} | {
        seal.event.subject_number for seal in seals if seal.event.subject_kind == "mandate"
    }
    mandates = {mandate.pk: mandate for mandate in Mandate.objects.filter(pk__in=wanted - {None}).by_name()}
    for seal in seals:
        event = seal.event
        thing, url = _page(event.facts) if event.subject_kind == "standing_page" else _thing(event.reference, titles)
        mandate = mandates.get(event.facts.get("mandate")) or (
            mandates.get(event.subject_number) if event.subject_kind == "mandate" else None
        )
        label = KINDS[event.kind].label if event.kind in KINDS else event.kind
        yield RegisterEvent(
            title=f"{label} · {thing}" if thing else str(label),
            at=event.at,
            number=seal.number,
            actor=str(mandate) if mandate else "",
            detail=titles.get(event.consultation or 0, ""),
            digest=f"{seal.digest[:SHOWN_OF_DIGEST]}…",
            url=url,
        )


def _page(facts: Facts) -> tuple[str, str]:
    """A standing page, with the address of the version that an event is about."""
    name, language, number = PageName(str(facts["page"])), str(facts["language"]), facts["version"]
    title = f"{name.label} ({languages.LANGUAGES[language]})"
    return title, reverse("standing_version", args=[name, language, number])


def _thing(reference: Reference, titles: dict[int, str]) -> tuple[str, str]:
    """The name of a thing on screens, and where to read it; empty if it has no page."""
    if reference.kind == "consultation":
        address = reverse("consultation_short", args=[reference.number]) if reference.number in titles else ""
        return titles.get(reference.number, ""), address
    if reference.kind == "organisation":
        return _("organisation n° %(number)s") % {"number": reference.number}, organisation_url(reference.number, "")
    known = THINGS.get(reference.kind)
    if known is None or reference.consultation not in titles:
        return "", ""
    name, route = known
    if reference.kind in ONE_OF_A_CONSULTATION:
        return "", reverse(route, args=[reference.consultation])
    words = _("%(thing)s n° %(number)s") % {"thing": name, "number": reference.number}
    return words, reverse(route, args=[reference.consultation, reference.number])
