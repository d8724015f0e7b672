"""The decision as a document: who decided what and when, each finding face to face with its answer, what follows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import DecisionVersion
from cestvous.activities.syntheses.models import SynthesisVersion
from cestvous.kernel.dates import day_in_words, instant_in_words, language
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.pages import AnsweredFinding, DecisionPage, decision_page
from cestvous.web.design.shapes import Commitment
from cestvous.web.documents.frame import ANSWERS, COMMITMENTS, about, framed
from cestvous.web.documents.marks import blocks_of
from cestvous.web.documents.references import marks, shown_address, typo
from cestvous.web.documents.tree import (
    Block,
    Column,
    Document,
    Entry,
    Facing,
    Facts,
    Heading,
    Panel,
    Paragraph,
    References,
    Run,
    Runs,
    Table,
)

# The synthesis is the first reference, the findings follow it.
_SYNTHESIS = 1


def decision_document(found: Found, number: int | None = None) -> Document:
    """One signed version, the one that stands by default. Http404 if there is none."""
    page = decision_page(found, found.activity(acts.NAME), number)
    if page is None or page.version is None or page.version.signed_at is None:
        raise Http404
    version, signed_at = page.version, page.version.signed_at
    findings = list(enumerate(page.findings, start=_SYNTHESIS + 1))
    return framed(
        found,
        kind=_("Decision, version %(number)d") % {"number": version.number},
        tone="decision",
        facts=list(_facts(found, page, version)),
        dated=signed_at,
        blocks=[
            *_preamble(page.preamble),
            Heading(1, _("Findings and answers"), anchor="answers"),
            *_in_numbers(page),
            *(block for n, row in findings for block in _answered(found, row, n)),
            *_commitments(page.commitments),
            *_signature(version),
            Heading(1, _("References"), anchor="references"),
            References([*_synthesis(found, signed_at), *(_finding(row, n) for n, row in findings)]),
        ],
    )


def _facts(found: Found, page: DecisionPage, version: DecisionVersion) -> Iterator[tuple[str, Runs]]:
    number = found.consultation.number
    yield _("Question"), [Run(typo(found.consultation.question))]
    if version.decided_on:
        yield _("Taken on"), [Run(day_in_words(version.decided_on))]
    yield _("Authority"), [Run(typo(version.authority))]
    if version.deliberation:
        yield _("Deliberation"), [Run(typo(version.deliberation))]
    yield _("Signed by"), [Run(_signed_by(version))]
    if version.reason:
        told = _("It rectifies version %(number)d: %(reason)s")
        words = typo(told % {"number": version.number - 1, "reason": version.reason})
        yield _("Rectified"), [Run(f"{words} "), shown_address(about("decision_version", number, version.number - 1))]
    if not page.is_latest:
        words = _("This version has been rectified since. Here is the decision that stands:")
        yield _("To know"), [Run(f"{typo(words)} "), shown_address(about("decision", number))]
    yield _("Page"), [shown_address(about("decision_version", number, version.number))]


def _signed_by(version: DecisionVersion) -> str:
    mandate = version.signed_by
    who = [mandate.person.name, mandate.function] if mandate else []
    return typo(", ".join(filter(None, [*who, instant_in_words(version.signed_at) if version.signed_at else ""])))


def _preamble(words: str) -> Iterator[Block]:
    if words:
        yield Heading(1, _("Preamble"), anchor="preamble")
        yield from blocks_of(words, language(), 2)


def _in_numbers(page: DecisionPage) -> Iterator[Block]:
    count = len(page.findings)
    counted = Counter(row.state for row in page.findings)
    if count:
        words = ngettext("The answer to %(number)d finding", "The answers to %(number)d findings", count)
        yield Table(
            caption=words % {"number": count},
            heads=[_("Answer"), _("How many findings")],
            rows=[
                ([Run(str(words))], [Run(str(counted[state]))]) for state, words in ANSWERS.items() if counted[state]
            ],
            numbers=(1,),
        )


def _answered(found: Found, row: AnsweredFinding, reference: int) -> Iterator[Block]:
    kicker = _("Finding %(number)d") % {"number": row.number}
    yield Heading(2, typo(row.title), f"finding-{row.number}", kicker, "synthesis")
    said: list[Block] = [*blocks_of(row.body, language(), 3), Paragraph(marks([reference]), "soft")]
    answer = row.answer
    told: list[Block] = []
    if answer and answer.referred_to:
        told.append(Paragraph([Run(typo(_("to: %(who)s") % {"who": answer.referred_to}), bold=True)]))
    if answer:
        told += blocks_of(row.reasons, language(), 3)
    if row.commitments:
        told.append(Paragraph([Run(_("Commitments that follow:"))], "label"))
        for each in row.commitments:
            told.append(Paragraph([Run(typo(each.title), anchor=_anchor(each.url))]))
    state = str(ANSWERS[row.state])
    yield Facing(
        Column(_("What the synthesis says"), said, "synthesis"),
        Column(_("What the city answers: %(answer)s") % {"answer": state}, told, "decision"),
    )


def _anchor(address: str) -> str:
    """ "commitment-3": where a commitment stands in this document, from where it stands on the site."""
    return f"commitment-{address.rstrip('/').rpartition('/')[2]}"


def _commitments(commitments: Sequence[Commitment]) -> Iterator[Block]:
    if commitments:
        yield Heading(1, _("What the city undertakes"), anchor="commitments")
    for each in commitments:
        yield Heading(2, typo(each.title), _anchor(each.url), tone="follow-up")
        yield from blocks_of(each.text, language(), 3)
        pairs: list[tuple[str, Runs]] = [
            (_("Who answers for it"), [Run(typo(each.responsible))]),
            (_("By when"), [Run(typo(each.due))]),
            (_("Where it stands"), [Run(str(COMMITMENTS[each.state]), bold=True)]),
            (_("Page"), [shown_address(each.url)]),
        ]
        yield Facts(pairs)
        if each.milestones:
            yield Table(
                caption=_("Milestones of “%(title)s”") % {"title": typo(each.title)},
                heads=[_("Milestone"), _("When")],
                rows=[([Run(typo(step.title))], [Run(step.dates)]) for step in each.milestones],
            )


def _signature(version: DecisionVersion) -> Iterator[Block]:
    yield Panel([Run(_("Signature"))], [Paragraph([Run(_signed_by(version), bold=True)], "lead")], "decision")


def _synthesis(found: Found, signed_at: datetime) -> Iterator[Entry]:
    """The version of the synthesis that was there to be answered."""
    published = SynthesisVersion.objects.filter(
        synthesis__activity__consultation=found.consultation, published_at__lte=signed_at
    )
    version = published.order_by("-number").first()
    if version is not None:
        told = _("Synthesis, version %(number)d") % {"number": version.number}
        address = about("synthesis_version", found.consultation.number, version.number)
        day = day_in_words(version.published_at)
        yield Entry(_SYNTHESIS, [Run(f"{told}. ", bold=True), Run(f"{day}. "), shown_address(address)])


def _finding(row: AnsweredFinding, reference: int) -> Entry:
    kicker = _("Finding %(number)d") % {"number": row.number}
    return Entry(reference, [Run(f"{kicker}. ", bold=True), Run(f"{typo(row.title)}. "), shown_address(row.url)])
