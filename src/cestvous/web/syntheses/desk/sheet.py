"""The desk as one page: what is read on the left, what is written on the right, and how far the accounting is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cestvous.activities.syntheses.models import Coverage, FindingVersion, SetAside, SetAsideReason, coverage_of
from cestvous.web.design.dates import ago
from cestvous.web.design.shapes import Facet, FacetGroup
from cestvous.web.fields import Sent
from cestvous.web.requests import PersonRequest
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.facets import ListForm, fates_of, narrowing_of
from cestvous.web.syntheses.desk.filters import Filters
from cestvous.web.syntheses.desk.forms import AsideForm, Choices, CiteForm, FindingForm, SectionForm
from cestvous.web.syntheses.desk.outline import Outline, outline_of
from cestvous.web.syntheses.desk.pages import heading
from cestvous.web.syntheses.desk.texts import Reading, reading_of
from cestvous.web.syntheses.reading.texts import Texts, texts_of

REASONS_OFFERED = 8
# Whoever saved a finding so lately may still be writing it.
LATELY = timedelta(minutes=30)


@dataclass(frozen=True)
class Pane:
    """The finding open beside the texts. ``lately``: who else saved it a moment ago, and when."""

    number: int
    form: FindingForm
    save_url: str
    close_url: str
    whole_url: str
    texts: Texts
    lately: str


@dataclass(frozen=True)
class Sheet:
    """Everything on the desk. ``back`` is what its forms send to come back to this very place."""

    coverage: Coverage
    outline: Outline
    reading: Reading
    filters: Filters
    fates: Sequence[Facet]
    narrowing: Sequence[FacetGroup]
    list_form: ListForm
    everything_url: str
    cite: CiteForm | None
    aside: AsideForm
    bulk: AsideForm
    section: SectionForm
    pane: Pane | None
    back: str
    at: datetime

    @property
    def can_set_aside_in_bulk(self) -> bool:
        return any(text.may_be_set_aside for text in self.reading.following)


def show_desk(
    request: PersonRequest,
    desk: AtDesk,
    filters: Filters,
    *,
    cite: CiteForm | None = None,
    aside: AsideForm | None = None,
) -> HttpResponse:
    """The desk as an address asks for it; ``cite`` and ``aside`` are forms to show again after a refusal."""
    status = 422 if cite is not None or aside is not None else 200
    page = {"head": heading(desk), "desk": desk, "page": _sheet(request, desk, filters, cite, aside)}
    return render(request, "syntheses/desk/desk.html", page, status=status)


def reasons_given(desk: AtDesk) -> Choices:
    """The reasons given most often in this synthesis, in their words, each by the first set-aside that gave it."""
    given = SetAside.objects.in_force().filter(synthesis__activity=desk.activity).values("reason", "words")
    rows = given.annotate(first=Min("pk"), times=Count("pk")).order_by("-times", "first")[:REASONS_OFFERED]
    return [
        (row["first"], f"{SetAsideReason(row['reason']).label} · {Truncator(row['words']).chars(70)}") for row in rows
    ]


def cite_form(outline: Outline, told: Sent = None, *, finding: int = 0, back: str = "") -> CiteForm:
    """The form that cites; ``finding``: the one proposed first."""
    first = finding or next((number for number, _title in outline.findings), None)
    initial: dict[str, object] = {"finding": first, "back": back}
    return CiteForm(told, findings=outline.findings, sections=outline.sections, initial=initial)


def _sheet(
    request: PersonRequest, desk: AtDesk, filters: Filters, cite: CiteForm | None, aside: AsideForm | None
) -> Sheet:
    """Seven queries at most, eight to look for words or for what resembles a text."""
    outline, here = outline_of(desk, filters), reverse("synthesis_desk", args=[desk.number])
    reading, coverage = reading_of(desk, filters), coverage_of(desk.consultation)
    # Where the forms come back to: the text that is being read, whichever way it was reached.
    at_text = replace(filters, text=reading.text.key if reading.text else "", done="")
    back = at_text.query
    pane = _pane(request, desk, outline, at_text)
    again = reasons_given(desk) if desk.may_write and not filters.like else ()
    initial: dict[str, object] = {"back": back, "reason": filters.reason}
    return Sheet(
        coverage=coverage,
        outline=outline,
        reading=reading,
        filters=filters,
        fates=fates_of(desk, filters, coverage),
        narrowing=[] if pane or filters.like else narrowing_of(desk, filters),
        list_form=ListForm(filters=filters),
        everything_url=filters.fresh(theme="", place="", q="", like=0).url(here) + "#list",
        cite=cite or (cite_form(outline, finding=filters.finding, back=back) if desk.may_write else None),
        aside=aside or AsideForm(again=again, initial=initial),
        bulk=AsideForm(again=again, name="bulk", initial=initial),
        section=SectionForm(parents=outline.sections),
        pane=pane,
        back=back,
        at=desk.found.at,
    )


def _pane(request: PersonRequest, desk: AtDesk, outline: Outline, filters: Filters) -> Pane | None:
    row = outline.words.get(filters.write)
    if row is None or not desk.may_write:
        return None
    here, number = reverse("synthesis_desk", args=[desk.number]), row.finding.number
    initial: dict[str, object] = {
        "title": row.title,
        "body": row.body,
        "section": row.finding.section_id,
        "edition": row.edition,
        "back": filters.query,
    }
    whole = reverse("synthesis_draft", args=[desk.number, number])
    return Pane(
        number=number,
        form=FindingForm(sections=outline.sections, initial=initial),
        save_url=whole,
        close_url=replace(filters, write=0).url(here) + "#outline",
        whole_url=whole,
        texts=texts_of(row, whole, {}).make(),
        lately=saved_lately(desk, row),
    )


def saved_lately(desk: AtDesk, row: FindingVersion) -> str:
    """ "Hugo Lang, 4 minutes ago", if somebody else saved a finding so lately that they may still be writing it."""
    at, reader = desk.found.at, desk.found.reader
    if row.author.person_id == getattr(reader, "pk", None) or at - row.written_at > LATELY:
        return ""
    return _("%(name)s, %(ago)s") % {"name": row.author.shown_name, "ago": ago(row.written_at, at)}
