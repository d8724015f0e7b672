"""What may be translated: everything that those who lead have written and published, by kind of thing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.decisions.models import Answer, Commitment, DecisionVersion
from cestvous.activities.decisions.models.decision import DecisionVersionQuerySet
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Finding, Objection, Section
from cestvous.foundation.sources.models import Source, Standing
from cestvous.foundation.translations.models import digest_of
from cestvous.kernel import digests
from cestvous.kernel.references import Reference
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import address_of
from cestvous.web.translations.reading import TRANSLATED, reference_of

# The latest replies: whoever translates older ones than these has everything else behind them.
REPLIES = 100
# What belongs to the decision: its sponsor, who signed it, may translate it as well as the agents in charge.
DECIDED = frozenset({"decision", "answer", "commitment"})
LABELS = {
    "title": gettext_lazy("Title"),
    "question": gettext_lazy("Question"),
    "summary": gettext_lazy("Summary"),
    "presentation": gettext_lazy("Presentation"),
    "stakes": gettext_lazy("What is at stake"),
    "open_to_discussion": gettext_lazy("What is open to discussion"),
    "not_open": gettext_lazy("What is not, and why"),
    "how_decided": gettext_lazy("How the decision will be taken"),
}


@dataclass(frozen=True)
class Part:
    """One text of a thing. ``most``: how many characters its translation may have."""

    name: str
    label: str
    original: str
    most: int
    is_markdown: bool = True


@dataclass(frozen=True)
class Thing:
    """What is translated on one page."""

    reference: Reference
    title: str
    url: str
    parts: Sequence[Part]

    @property
    def is_decided(self) -> bool:
        return self.reference.kind in DECIDED

    @property
    def number(self) -> int:
        """As its address names it: what a consultation has one of is the first of its kind."""
        return 1 if self.reference.kind == "consultation" else self.reference.number

    @property
    def digest(self) -> str:
        """What the originals say, in short: a form knows by it whether they changed while it was open."""
        return digests.plain({part.name: digest_of(part.original) for part in self.parts})


def _short(name: str, label: str, original: str) -> Part:
    return Part(name, label, original, most=400, is_markdown=False)


def _long(name: str, label: str, original: str) -> Part:
    return Part(name, label, original, most=40_000)


def _consultation(found: Found) -> Iterator[Thing]:
    consultation = found.consultation
    parts = [
        (_short if name in ("title", "question", "summary") else _long)(name, str(LABELS[name]), words)
        for name in TRANSLATED
        if (words := getattr(consultation, name))
    ]
    yield Thing(reference_of(consultation), _("What it is about"), address_of(consultation), parts)


def _synthesis(found: Found) -> Iterator[Thing]:
    number = found.consultation.number
    rows = Section.objects.filter(
        synthesis__activity__consultation=found.consultation, synthesis__versions__number=1
    ).order_by("position", "pk")
    parts = [
        _short(f"section-{row.pk}", _("Section %(n)d") % {"n": n}, row.title) for n, row in enumerate(rows, start=1)
    ]
    if parts:
        url = reverse("synthesis", args=[number])
        yield Thing(Reference("synthesis", 1, number), _("Sections of the synthesis"), url, parts)


def _findings(found: Found) -> Iterator[Thing]:
    rows = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation).with_words()
    for row in rows.order_by("number"):
        parts = [_short("title", str(LABELS["title"]), row.title), _long("body", _("Text"), row.words.body)]
        title = _("Finding %(number)d") % {"number": row.number}
        yield Thing(row.reference, title, reverse("finding", args=[found.consultation.number, row.number]), parts)


def _signed(found: Found) -> DecisionVersionQuerySet:
    """The version that stands, if any is signed."""
    rows = DecisionVersion.objects.signed().filter(decision__activity__consultation=found.consultation)
    return rows.order_by("-number")[:1]


def _decision(found: Found) -> Iterator[Thing]:
    version, number = next(iter(_signed(found)), None), found.consultation.number
    if version is not None and version.preamble:
        parts = [_long("preamble", _("Preamble"), version.preamble)]
        url = reverse("decision", args=[number])
        yield Thing(Reference("decision", 1, number), _("Preamble of the decision"), url, parts)


def _answers(found: Found) -> Iterator[Thing]:
    number = found.consultation.number
    rows = Answer.objects.filter(version__in=_signed(found).values("pk"))
    for row in rows.select_related("finding").order_by("finding__number"):
        n = row.finding.number
        title, url = _("Answer to finding %(number)d") % {"number": n}, reverse("finding", args=[number, n])
        parts = [_long("reasons", _("Reasons"), row.reasons)]
        yield Thing(Reference("answer", n, number), title, url, parts)


def _commitments(found: Found) -> Iterator[Thing]:
    number = found.consultation.number
    for row in (
        Commitment.objects.signed().filter(decision__activity__consultation=found.consultation).order_by("number")
    ):
        parts = [_short("title", str(LABELS["title"]), row.title)]
        parts += [_long("body", _("Text"), row.body)] if row.body else []
        title = _("Commitment %(number)d") % {"number": row.number}
        reference, url = Reference("commitment", row.number, number), reverse("commitment", args=[number, row.number])
        yield Thing(reference, title, url, parts)


def _replies(found: Found) -> Iterator[Thing]:
    shown = {"reply__isnull": False, "reply__standing": Standing.PUBLISHED}
    questions = Question.objects.of(found.consultation).filter(**shown).with_words().latest_first()
    for question in questions[:REPLIES]:
        title = _("Reply to question n° %(number)d") % {"number": question.number}
        yield from _reply(question.reply, title, question.reference)
    objections = Objection.objects.filter(synthesis__activity__consultation=found.consultation, **shown).with_words()
    for objection in objections.order_by("-number")[:REPLIES]:
        title = _("Reply to objection n° %(number)d") % {"number": objection.number}
        yield from _reply(objection.reply, title, objection.reference)


def _reply(reply: Source | None, title: str, to: Reference) -> Iterator[Thing]:
    if reply is not None:
        parts = [_long("body", _("Text"), reply.words.body)]
        yield Thing(reply.reference, title, reverse(to.kind, args=[to.consultation, to.number]), parts)


KINDS: dict[str, Callable[[Found], Iterator[Thing]]] = {
    "consultation": _consultation,
    "synthesis": _synthesis,
    "finding": _findings,
    "decision": _decision,
    "answer": _answers,
    "commitment": _commitments,
    "reply": _replies,
}


def things_of(found: Found) -> list[Thing]:
    """Everything of a consultation that may be translated, in the order in which it came to be."""
    return [thing for read in KINDS.values() for thing in read(found)]


def thing_of(found: Found, kind: str, number: int) -> Thing:
    """One of them. Http404 if there is none, or none that is published."""
    read = KINDS.get(kind)
    things = read(found) if read else iter(())
    thing = next((thing for thing in things if thing.number == number), None)
    if thing is None:
        raise Http404
    return thing
