"""The synthesis as a document: what its page shows, with all that the findings cite, and what was objected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.activities.syntheses.models import (
    Citation,
    FindingVersion,
    Objection,
    SetAside,
    SetAsideReason,
    SynthesisVersion,
)
from cestvous.kernel.dates import day_in_words, instant_in_words, language
from cestvous.kernel.text import set_in
from cestvous.web.consultations.finding import Found
from cestvous.web.documents.frame import ANSWERS, about, framed
from cestvous.web.documents.marks import blocks_of
from cestvous.web.documents.references import Numbering, by_whom, led, marks, shown_address, titled, typo
from cestvous.web.documents.tree import (
    Block,
    Document,
    Heading,
    Items,
    Panel,
    Paragraph,
    Quotation,
    Run,
    Runs,
    Table,
)
from cestvous.web.sources import Said, said
from cestvous.web.syntheses.cited import CITATIONS, COLUMNS, Cited, address_of, cited, name_of
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown
from cestvous.web.syntheses.reading.document import Branch, Line
from cestvous.web.syntheses.reading.pages import Reading, reading_of

_STATES = {
    "waiting": gettext_lazy("It waits for a reply."),
    "revised": gettext_lazy("The finding was revised."),
    "maintained": gettext_lazy("The finding was maintained."),
}


@dataclass(frozen=True)
class _Around:
    """What stands beside the findings: what each cites, and the objections to it, by number of finding."""

    cited: Mapping[int, Sequence[Cited]]
    objections: Mapping[int, Sequence[ObjectionShown]]
    numbering: Numbering


def synthesis_document(found: Found, versions: Sequence[SynthesisVersion], number: int = 0) -> Document:
    """One version exactly as it was; without ``number``, the last one with what was objected and answered since.

    Http404 if there is no such version. Three queries beside those of the page.
    """
    reading = reading_of(found, versions, number)
    version = next(row for row in versions if row.number == reading.number)
    as_it_was = number != 0
    objections = [] if as_it_was else _objections(found, version)
    by_finding: dict[int, list[ObjectionShown]] = {}
    for finding, objection in objections:
        by_finding.setdefault(finding, []).append(objection)
    around = _Around(_citations(version), by_finding, Numbering())
    findings = [block for branch in reading.document.branches for block in _section(branch, around)]
    asides = list(_set_asides(version, as_it_was=as_it_was))
    return framed(
        found,
        kind=_("Synthesis, version %(number)d") % {"number": reading.number},
        tone="synthesis",
        facts=list(_facts(found, reading, as_it_was=as_it_was)),
        dated=reading.published_at,
        blocks=[
            *_how_to_read(),
            *_in_numbers(reading, as_it_was=as_it_was),
            *findings,
            *asides,
            *_about_the_whole(by_finding.get(0, ())),
            Heading(1, _("References"), anchor="references"),
            Paragraph(
                [Run(_("Every text that a finding cites, as it stands today, and where it can be read."))], "soft"
            ),
            around.numbering.references(),
        ],
    )


def _facts(found: Found, reading: Reading, *, as_it_was: bool) -> Iterator[tuple[str, Runs]]:
    number = found.consultation.number
    yield _("Question"), [Run(typo(found.consultation.question))]
    yield _("Published on"), [Run(instant_in_words(reading.published_at))]
    yield _("By"), [Run(typo(", ".join(filter(None, (reading.by, reading.function)))))]
    if reading.reason:
        yield _("Revised because"), [Run(typo(reading.reason))]
    if not reading.is_current:
        words = _("This version has been revised since. Here is the present one:")
        yield _("To know"), [Run(f"{typo(words)} "), shown_address(about("synthesis", number))]
    if reading.confirmed_at and not as_it_was:
        yield _("Confirmed on"), [Run(day_in_words(reading.confirmed_at))]
    page = ("synthesis_version", number, reading.number) if as_it_was else ("synthesis", number)
    yield _("Page"), [shown_address(about(*page))]


def _how_to_read() -> Iterator[Block]:
    yield Heading(1, _("How to read this document"), anchor="how-to-read")
    words = (
        _("A finding says in a few words what several people said. The agents in charge wrote it."),
        _("A number between brackets leads to the references, at the end: who said what, when, and where to read it."),
        _("What stands beside a rule is quoted word by word, or was objected to the finding above it."),
        _("Words that their authors withdrew, or that moderation hid, are replaced by what happened and when."),
    )
    yield Items([[Paragraph([Run(sentence)])] for sentence in words])


def _in_numbers(reading: Reading, *, as_it_was: bool) -> Iterator[Block]:
    yield Heading(1, _("What was said, in numbers"), anchor="numbers")
    if as_it_was:
        words = ngettext(
            "At that moment %(number)s text was set aside with a reason.",
            "At that moment %(number)s texts were set aside with a reason.",
            reading.aside_then,
        )
        yield Paragraph([Run(words % {"number": reading.aside_then})])
        return
    coverage = reading.coverage
    counted = [(coverage.people, _("people whose contributions are counted"))]
    if coverage.bodies:
        bodies = ngettext("organisation or council", "organisations or councils", coverage.bodies)
        counted.append((coverage.bodies, bodies))
    counted.append((coverage.total, _("contributions, in all")))
    counted += [(int(figure.value), str(figure.label)) for figure in reading.figures]
    caption = _("%(percent)d %% accounted for: each contribution is cited, or set aside with a reason.")
    yield Table(
        caption=typo(caption % {"percent": coverage.percent}),
        heads=[_("What is counted"), _("How many")],
        rows=[([Run(typo(words[:1].upper() + words[1:]))], [Run(str(count))]) for count, words in counted],
        numbers=(1,),
    )


def _citations(version: SynthesisVersion) -> dict[int, list[Cited]]:
    rows = FindingVersion.objects.as_of(version.number).filter(finding__synthesis=version.synthesis_id)
    citations = Citation.objects.filter(finding_version__in=rows.order_by().values("pk"))
    told = citations.order_by("source__number", "pk").values_list("finding_version__finding__number", *COLUMNS)
    by_finding: dict[int, list[Cited]] = {}
    for finding, *row in told:
        by_finding.setdefault(finding, []).append(cited(CITATIONS.of(row), passage_only=True))
    return by_finding


def _section(branch: Branch, around: _Around, level: int = 1) -> Iterator[Block]:
    yield Heading(level, typo(branch.title), anchor=branch.anchor)
    deeper = min(level + 1, 4)
    if not branch.findings and not branch.branches:
        yield Paragraph([Run(_("This section holds no finding."))], "soft")
    for entry in branch.findings:
        yield from _finding(entry.line.make(), around, deeper)
    for below in branch.branches:
        yield from _section(below, around, deeper)


def _finding(line: Line, around: _Around, level: int) -> Iterator[Block]:
    kicker = _("Finding %(number)d") % {"number": line.number}
    yield Heading(level, typo(line.title), line.anchor, kicker, "synthesis")
    yield from blocks_of(line.body, language(), level + 1)
    texts = around.cited.get(line.number, ())
    numbers = [around.numbering.number(each, line.number) for each in texts]
    rests_on = typo(", ".join(f"{figure.value} {figure.label}" for figure in line.support))
    yield Paragraph([Run(f"{rests_on}. " if numbers else f"{rests_on}."), *marks(numbers)], "soft")
    for number, each in zip(numbers, texts, strict=True):
        if each.marked:
            yield _passage(each, number)
    for objection in around.objections.get(line.number, ()):
        yield from _objection(objection)
    if line.answer:
        words = _("The decision answers: %(answer)s.") % {"answer": ANSWERS[line.answer]}
        yield Paragraph([Run(typo(words), bold=True)])


def _passage(each: Cited, number: int) -> Quotation:
    who = ", ".join(filter(None, (each.name, by_whom(each.said), typo(each.note))))
    words = set_in(each.said.language, _("“%(words)s”") % {"words": each.marked})
    return Quotation([Paragraph([Run(words)])], [*marks([number]), Run(f" {who}")], each.said.lang)


def _objections(found: Found, version: SynthesisVersion) -> list[tuple[int, ObjectionShown]]:
    """Each with the number of the finding that it objects to; 0 for one to the synthesis as a whole."""
    rows = Objection.objects.filter(synthesis=version.synthesis_id).select_related("synthesis").with_words()
    related = rows.select_related("about__current").order_by("number")
    return [(row.finding.number if row.finding else 0, shown(row, found)) for row in related]


def _objection(each: ObjectionShown) -> Iterator[Block]:
    title = led(_("Objection %(number)d") % {"number": each.number}, each.url)
    words: list[Block] = [_spoken(each.said)]
    if each.said.gone:
        yield Panel([title], words, "debate")
        return
    if each.reply:
        outcome = _("Reply: %(outcome)s") % {"outcome": _STATES[each.state]}
        words += [Paragraph([Run(typo(outcome))], "label"), _spoken(each.reply)]
    else:
        words.append(Paragraph([Run(str(_STATES["waiting"]), bold=True)]))
    about_text = led(each.about, each.about_url) if each.about_url else Run(each.about)
    yield Panel([title, Run(f" · {typo(each.ground)} · "), about_text], words, "debate")


def _spoken(words: Said) -> Quotation | Paragraph:
    if words.gone:
        return Paragraph([Run(typo(words.gone), italic=True)])
    whose = [Run(f"{by_whom(words)}, {day_in_words(words.at)}")]
    return Quotation(blocks_of(words.body, words.language, 5), whose, words.lang)


def _about_the_whole(objections: Sequence[ObjectionShown]) -> Iterator[Block]:
    if objections:
        yield Heading(1, _("Objections to the synthesis as a whole"), anchor="objections")
        for each in objections:
            yield from _objection(each)


def _set_asides(version: SynthesisVersion, *, as_it_was: bool) -> Iterator[Block]:
    """What no finding cites, by reason; the same words given for several texts are said once."""
    rows = SetAside.objects.filter(synthesis=version.synthesis_id).with_words()
    rows = rows.at(version.published_at) if as_it_was else rows.in_force()
    ordered = sorted(rows.order_by("source__number", "pk"), key=lambda row: (row.reason, row.words))
    if not ordered:
        return
    yield Heading(1, _("What was set aside, and why"), anchor="set-aside")
    for reason, of_reason in groupby(ordered, key=lambda row: row.reason):
        label = str(SetAsideReason(reason).label)
        yield Heading(2, typo(label[:1].upper() + label[1:]), anchor=f"set-aside-{reason}")
        for words, alike in groupby(of_reason, key=lambda row: row.words):
            texts = list(alike)
            yield Quotation([Paragraph([Run(typo(words))])], [Run(_by(texts))])
            yield Items([[Paragraph(_aside(row))] for row in texts])


def _by(rows: Iterable[SetAside]) -> str:
    """Who set texts aside, and when; each once."""
    told = ((row.mandate.person.name, row.mandate.function, day_in_words(row.at)) for row in rows)
    return typo(" · ".join(dict.fromkeys(", ".join(filter(None, each)) for each in told)))


def _aside(row: SetAside) -> Runs:
    source, words = row.source, said(row.source)
    url, name = address_of(source), name_of(source)
    runs = [led(name, url) if url else Run(name), Run(f" · {by_whom(words)}")]
    if words.gone:
        runs.append(Run(f" · {typo(words.gone)}", italic=True))
    elif words.title:
        runs += [Run(" · "), titled(words)]
    return runs
