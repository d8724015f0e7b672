"""What the pages of translating show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.translations.models import Translation
from cestvous.kernel.languages import LANGUAGES, Words
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import may_translate
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Link
from cestvous.web.translations.forms import TranslationForm
from cestvous.web.translations.things import Part, Thing, things_of

Standing = Mapping[tuple[Reference, str, str], Translation]


@dataclass(frozen=True)
class State:
    """How far one thing is translated into one language, and where that is done."""

    url: str
    words: str
    language: str


@dataclass(frozen=True)
class Row:
    title: str
    excerpt: Words
    url: str
    states: Sequence[State]


@dataclass(frozen=True)
class ListPage:
    """Everything that may be translated, by whether it is. ``languages``: the name each gives itself, by its code."""

    languages: Sequence[tuple[str, str]]
    rows: Sequence[Row]


def languages_for(consultation: Consultation) -> list[str]:
    """Into which languages a consultation is translated: those of the screens, but for its own."""
    return [code for code, _name in settings.LANGUAGES if code != consultation.language]


def list_page(found: Found) -> ListPage:
    """What the reader may translate. Raises Refused for somebody who may translate nothing of it."""
    consultation = found.consultation
    everything = may_translate(found.reader, consultation, found.at)
    if not everything:
        may_translate(found.reader, consultation, found.at, is_decided=True).or_deny()
    things = [thing for thing in things_of(found) if everything or thing.is_decided]
    languages = languages_for(consultation)
    rows = Translation.objects.of_consultations([consultation.number]).standing().order_by("pk")
    standing = {(row.reference, row.part, row.language): row for row in rows}
    return ListPage(
        languages=[(code, LANGUAGES[code]) for code in languages],
        rows=[
            Row(
                title=thing.title,
                excerpt=Words(thing.parts[0].original, consultation.language, of_the_city=True),
                url=thing.url,
                states=[_state(found, thing, code, standing) for code in languages],
            )
            for thing in things
        ],
    )


def _state(found: Found, thing: Thing, into: str, standing: Standing) -> State:
    rows = [(part, standing.get((thing.reference, part.name, into))) for part in thing.parts]
    done = [(part, row) for part, row in rows if row is not None and row.words]
    words = _("To translate")
    if any(not row.is_of(part.original) for part, row in done):
        words = _("The original has changed")
    elif len(done) == len(rows):
        words = _("Translated")
    elif done:
        words = _("Translated in part")
    number = found.consultation.number
    return State(reverse("translate", args=[number, thing.reference.kind, thing.number, into]), words, into)


@dataclass(frozen=True)
class Side:
    """One part: the original on one side, the field on the other, what the record holds, and what came before."""

    part: Part
    original: Words
    field: BoundField
    is_stale: bool
    theirs: str


@dataclass(frozen=True)
class Earlier:
    """A translation that another has followed."""

    label: str
    words: Words
    at: datetime
    by: Mandate


@dataclass(frozen=True)
class TranslatePage:
    thing: Thing
    into: str
    name: str
    form: TranslationForm
    sides: Sequence[Side]
    others: Sequence[Link]
    earlier: Sequence[Earlier]
    list_url: str


def known_of(thing: Thing, into: str) -> tuple[list[Translation], dict[str, Translation]]:
    """All translations of a thing, the latest first, and the one that stands of each part: one query."""
    rows = list(Translation.objects.of(thing.reference).into(into).select_related("mandate__person").latest_first())
    standing: dict[str, Translation] = {}
    for row in rows:
        standing.setdefault(row.part, row)
    return rows, standing


def translate_page(found: Found, thing: Thing, into: str, form: TranslationForm, *, is_outdated: bool) -> TranslatePage:
    """``is_outdated``: somebody else saved a translation since the form was opened, which is shown beside."""
    rows, standing = known_of(thing, into)
    number, kind = found.consultation.number, thing.reference.kind
    labels = {part.name: part.label for part in thing.parts}
    return TranslatePage(
        thing=thing,
        into=into,
        name=LANGUAGES[into],
        form=form,
        sides=[_side(found, part, form, standing.get(part.name), is_outdated=is_outdated) for part in thing.parts],
        others=[
            Link(LANGUAGES[code], reverse("translate", args=[number, kind, thing.number, code]), code == into)
            for code in languages_for(found.consultation)
        ],
        earlier=[
            Earlier(labels.get(row.part, row.part), Words(row.words, into, of_the_city=True), row.at, row.mandate)
            for row in rows
            if row is not standing[row.part] and row.words
        ],
        list_url=reverse("translations", args=[number]),
    )


def _side(found: Found, part: Part, form: TranslationForm, row: Translation | None, *, is_outdated: bool) -> Side:
    typed = form.data.get(part.name, "") if form.is_bound else ""
    return Side(
        part=part,
        original=Words(part.original, found.consultation.language, of_the_city=True),
        field=form[part.name],
        is_stale=row is not None and bool(row.words) and not row.is_of(part.original),
        theirs=row.words if is_outdated and row is not None and row.words != typed else "",
    )
