"""The chain that never breaks: source → finding → objection → answer → commitment → milestone, for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Answer, Commitment, CommitmentState, DecisionVersion
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Citation, Objection, Outcome, SetAside
from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.sources.models import Source
from cestvous.kernel.databases.prepared import Among, Prepared
from cestvous.kernel.dates import day_in_words
from cestvous.kernel.text import excerpt, to_plain
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.shapes import ChainLink, Tone, When
from cestvous.web.sources import gone, in_its_language
from cestvous.web.syntheses.cited import address_of
from cestvous.web.syntheses.objections.rows import OBJECTIONS, SHOWN


@dataclass
class Strands:
    """Everything that came of one source, as rows. ``question``, ``objection``: what it is itself, with its reply."""

    citations: list[Citation] = field(default_factory=list)
    set_asides: list[SetAside] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    question: Question | None = None
    objection: Objection | None = None


@dataclass(frozen=True)
class Loom:
    """What came of some sources: strands by source, answers and commitments by finding."""

    strands: dict[int, Strands]
    answers: dict[int, Answer]
    commitments: dict[int, list[Commitment]]


def _objections() -> Any:
    about, said = (Among(F(name), "keys", BigIntegerField()) for name in ("about_id", "source_id"))
    return Objection.objects.filter(Q(about) | Q(said)).order_by("number").values_list(*SHOWN)


_OBJECTIONS = Prepared(_objections)


def loom_of(sources: Sequence[Source]) -> Loom:
    """Follow sources to the end of their chains: seven queries for any number of them."""
    strands: dict[int, Strands] = defaultdict(Strands)
    cited = Citation.objects.filter(
        source__in=sources, finding_version__current_of__isnull=False, finding_version__published_in__isnull=False
    ).select_related("finding_version__published_in", "finding_version__finding", "passage__version")
    for citation in cited.order_by("finding_version__finding__number", "pk"):
        strands[citation.source_id].citations.append(citation)
    # What is cited is not set aside: where all is cited, there is nothing to ask.
    uncited = [source for source in sources if source.pk not in strands]
    aside = SetAside.objects.filter(source__in=uncited, lifted_at__isnull=True, synthesis__versions__number=1)
    for row in aside.order_by("pk"):
        strands[row.source_id].set_asides.append(row)
    keys = {source.pk for source in sources}
    for objection in map(OBJECTIONS.of, _OBJECTIONS.rows(keys=list(keys))):
        if objection.about_id in keys:
            strands[objection.about_id].objections.append(objection)
        if objection.source_id in keys:
            strands[objection.source_id].objection = objection
    asked = [source.pk for source in sources if source.kind == "question"]
    for question in Question.objects.filter(source__in=asked).with_words().order_by("pk"):
        strands[question.source_id].question = question
    findings = {row.finding_version.finding_id for strand in strands.values() for row in strand.citations}
    return Loom(strands, _answers(findings), _commitments(findings))


def _answers(findings: Iterable[int]) -> dict[int, Answer]:
    """The answer that stands for each finding: that of the latest signed version."""
    signed = Answer.objects.filter(finding__in=findings, version__signed_at__isnull=False)
    rows = signed.select_related("version__signed_by__person", "finding").order_by("version__number")
    return {row.finding_id: row for row in rows}


def _commitments(findings: Iterable[int]) -> dict[int, list[Commitment]]:
    """The signed commitments that follow from each finding: two queries."""
    pairs = Commitment.findings.through.objects.filter(finding__in=findings, commitment__signed_in__isnull=False)
    rows = pairs.select_related("commitment__signed_in").prefetch_related("commitment__milestones")
    by_finding: dict[int, list[Commitment]] = defaultdict(list)
    for row in rows.order_by("commitment__number"):
        by_finding[row.finding_id].append(row.commitment)
    return by_finding


def chain_of(source: Source, loom: Loom, at: datetime, *, own: bool) -> list[ChainLink]:
    """One source's thread, from what was said to the last milestone. ``own``: told to its author."""
    strands = loom.strands.get(source.pk, Strands())
    links = [_said(source, strands, own=own)]
    if not source.is_published:
        return links
    number = source.consultation
    findings: dict[int, list[Citation]] = defaultdict(list)
    for citation in strands.citations:
        findings[citation.finding_version.finding_id].append(citation)
    if strands.question:
        links.append(_replied(strands.question.reply, "presentation", address_of(source)))
    if strands.objection:
        links.append(_replied(strands.objection.reply, "debate", address_of(source), _outcome(strands.objection)))
    links += [_set_aside(row) for row in strands.set_asides]
    if not findings and not strands.set_asides and source.must_be_accounted_for:
        links.append(
            ChainLink(
                _("Not accounted for yet"),
                "synthesis",
                when="to-come",
                note=_("The synthesis must cite it, or set it aside with a reason, before the debate can open."),
            )
        )
    for key, citations in findings.items():
        links.append(_cited(citations, number, own=own))
        links += [_objected(row, number, own=own) for row in strands.objections if row.finding_id == key]
        links += _decided(key, loom, number, at)
    links += [_objected(row, number, own=own) for row in strands.objections if row.finding_id not in findings]
    return links


def _said(source: Source, strands: Strands, *, own: bool) -> ChainLink:
    when = day_in_words(source.said_at)
    title = _("You wrote this") if own else _("This was said")
    if source.author.kind == AuthorKind.ORGANISATION:
        title = _("%(organisation)s said this") % {"organisation": source.author.shown_name}
    address = address_of(source)
    if not source.is_published:
        state = gone(source, own=own)
        return ChainLink(title, "consultation", dates=when, note=state, url=address, url_title=_("Its page"))
    passages = [citation.passage.quote for citation in strands.citations if citation.passage]
    plain = to_plain(source.words.body)
    note = _("version %(number)d") % {"number": source.words.number} if source.words.number > 1 else ""
    return ChainLink(
        title,
        "consultation",
        dates=when,
        quote=in_its_language(source, plain if len(plain) < 600 else excerpt(source.words.body, 500)),
        passage=passages[0] if passages else "",
        note=note,
        url=address,
        url_title=in_its_language(source, source.words.title),
    )


def _set_aside(row: SetAside) -> ChainLink:
    return ChainLink(
        _("Set aside by the synthesis"),
        "synthesis",
        dates=day_in_words(row.at),
        text=row.words,
        note=_("because it %(reason)s") % {"reason": row.get_reason_display()},
    )


def _cited(citations: Sequence[Citation], consultation: int, *, own: bool) -> ChainLink:
    version = citations[0].finding_version
    finding = version.finding
    words = _("Finding %(number)d cites you") if own else _("Finding %(number)d cites it")
    quotes = [citation.passage.quote for citation in citations if citation.passage]
    published = version.published_in
    return ChainLink(
        words % {"number": finding.number},
        "synthesis",
        dates=day_in_words(published.published_at) if published else "",
        text=f"**{version.title}**\n\n{version.body}",
        note=_("by passage") if quotes else _("as a whole"),
        url=reverse("finding", args=[consultation, finding.number]),
        url_title=_("Read the finding and its sources"),
    )


def _replied(reply: Source | None, tone: Tone, url: str, outcome: str = "") -> ChainLink:
    """What agents replied to a question or to an objection, or that they have not yet."""
    if reply is None:
        return ChainLink(_("The agents will reply"), tone, when="waiting", url=url, url_title=_("Where it waits"))
    mandate = reply.mandate
    told = f"**{outcome}.** " if outcome else ""
    return ChainLink(
        _("The agents replied"),
        tone,
        dates=day_in_words(reply.said_at),
        text=told + reply.words.body if reply.is_published else "",
        note=f"{mandate.person.name}, {mandate.function}" if mandate else "",
        url=url,
        url_title=_("The reply in its place"),
    )


def _objected(row: Objection, consultation: int, *, own: bool) -> ChainLink:
    title = _("You objected") if own else _("An objection was filed")
    if row.reply is None:
        text, when = excerpt(row.source.words.body, 400) if row.source.is_published else "", "waiting"
        withdrawn = _("withdrawn by you") if own else _("withdrawn by its author")
        note = _("waits for its reply") if row.source.is_published else withdrawn
    else:
        replied = day_in_words(row.reply.said_at)
        text, when = f"**{_outcome(row)}.** {row.reply.words.body}", "lived"
        note = _("replied on %(day)s") % {"day": replied}
    stand: When = "waiting" if when == "waiting" else "lived"
    return ChainLink(
        title,
        "debate",
        when=stand,
        dates=day_in_words(row.source.said_at),
        text=text,
        note=note,
        url=reverse("objection", args=[consultation, row.number]),
        url_title=_("Objection n° %(number)d and its reply") % {"number": row.number},
    )


def _outcome(row: Objection) -> str:
    return _("Revised") if row.outcome == Outcome.REVISED else _("Maintained")


def _decided(finding: int, loom: Loom, consultation: int, at: datetime) -> Iterable[ChainLink]:
    answer = loom.answers.get(finding)
    if answer is None:
        yield ChainLink(_("The decision will answer this finding"), "decision", when="to-come")
        return
    version: DecisionVersion = answer.version
    yield ChainLink(
        _("Signed answer"),
        "decision",
        dates=day_in_words(version.signed_at) if version.signed_at else "",
        text=answer.reasons,
        note=_("referred to: %(who)s") % {"who": answer.referred_to} if answer.referred_to else "",
        url=f"{reverse('decision', args=[consultation])}#constat-{answer.finding.number}",
        url_title=_("Read this answer in the decision"),
        answer=ANSWER_STATES[answer.outcome],
    )
    today = timezone.localdate(at)
    for commitment in loom.commitments.get(finding, ()):
        state = commitment.state_on(today)
        steps = list(commitment.milestones.all())
        coming = next((step for step in steps if step.done_on is None), None)
        done = sum(1 for step in steps if step.done_on is not None)
        words = ngettext("%(done)d of %(all)d milestones done", "%(done)d of %(all)d milestones done", done)
        note = words % {"done": done, "all": len(steps)} if steps else ""
        following = _("Next: %(title)s, before %(day)s") % {
            "title": coming.title, "day": day_in_words(coming.due_on)
        } if coming else ""  # fmt: skip
        yield ChainLink(
            _("Commitment %(number)d · %(title)s") % {"number": commitment.number, "title": commitment.title},
            "follow-up",
            when="lived"
            if state == CommitmentState.DONE
            else "waiting"
            if state == CommitmentState.LATE
            else "current",
            dates=_("due on %(day)s") % {"day": day_in_words(commitment.due_on)},
            text=following,
            note=" · ".join(filter(None, (str(CommitmentState(state).label), note))),
            url=reverse("commitment", args=[consultation, commitment.number]),
            url_title=_("Follow this commitment"),
        )
