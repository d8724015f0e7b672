"""What everybody's words became in one consultation, in numbers that lead to what they count."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.decisions.models import Answer, AnswerOutcome, Commitment, CommitmentState, DecisionVersion
from cestvous.activities.syntheses import kind as syntheses
from cestvous.activities.syntheses.models import Finding, coverage_of
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import counts_of
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.concluded import has_published_synthesis, has_signed_decision
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.voices import who_took_part
from cestvous.web.decisions.narrowing import ANSWERS, answers_url, commitments_url, followed_url
from cestvous.web.design.shapes import Figure, Stage


@dataclass(frozen=True)
class OurWords:
    """The stages, and the same in one line that can be copied: "650 contributions → 27 findings → …"."""

    stages: Sequence[Stage]
    line: str
    who_took_part: str


def our_words_of(found: Found) -> OurWords:
    """Six queries at most, whatever was said; none about what is not published yet."""
    consultation = found.consultation
    found.activity(contributions.NAME)
    counts = counts_of(consultation)
    stages = [_said(found, counts.get(contributions.NAME, 0))]
    if consultation.activity_of_kind(syntheses.NAME):
        stages += _found(found, counts.get("objections", 0))
    if consultation.activity_of_kind(decisions.NAME):
        stages += _undertaken(found)
    reached = [stage for stage in stages if stage.when != "to-come"]
    line = " → ".join(f"{stage.count}\N{NO-BREAK SPACE}{stage.title}" for stage in reached)
    return OurWords(stages, line, who_took_part(counts))


def _said(found: Found, count: int) -> Stage:
    title = ngettext("contribution", "contributions", count)
    url = reverse("contributions", args=[found.consultation.number])
    if not has_published_synthesis(found.consultation):
        return Stage(count, title, url, "consultation", measure=count, goes_on=count)
    coverage = coverage_of(found.consultation)
    asides = f"{reverse('synthesis_coverage', args=[found.consultation.number])}?fate=aside#texts"
    aside = ngettext("set aside, with its reason", "set aside, with reasons", coverage.set_aside)
    parts = [
        Figure(coverage.cited, ngettext("cited by a finding", "cited by findings", coverage.cited), f"{url}?cited=1"),
        Figure(coverage.set_aside, aside, asides),
    ]
    return Stage(count, title, url, "consultation", measure=count, goes_on=coverage.cited, parts=_some(parts))


def _found(found: Found, objections: int) -> Iterator[Stage]:
    """Findings; and, where officials decide, those that they answered."""
    consultation = found.consultation
    is_published, is_signed = has_published_synthesis(consultation), has_signed_decision(consultation)
    counts = _findings(consultation.number) if is_published else {}
    total = sum(counts.values())
    answered = sum(count for (outcome, _followed), count in counts.items() if outcome)
    title = ngettext("finding", "findings", total)
    if is_published:
        url = reverse("objections", args=[consultation.number])
        yield Stage(
            total,
            title,
            reverse("synthesis", args=[consultation.number]),
            "synthesis",
            measure=total,
            goes_on=answered if is_signed else total,
            parts=_some([Figure(objections, ngettext("objection", "objections", objections), url)]),
        )
    else:
        yield Stage(0, title, "", "synthesis", "to-come", note=_from(found, Purpose.SYNTHESIS))
    if consultation.activity_of_kind(decisions.NAME) is None:
        return
    title = ngettext("finding answered", "findings answered", answered)
    if is_signed:
        yield _answered(consultation.number, title, counts)
    else:
        yield Stage(0, title, "", "decision", "to-come", note=_from(found, Purpose.DECISION))


def _answered(number: int, title: str, counts: Mapping[tuple[str, bool], int]) -> Stage:
    url = reverse("decision", args=[number]) + ANSWERS
    followed = sum(count for (outcome, is_followed), count in counts.items() if outcome and is_followed)
    parts = [
        Figure(
            counts.get((outcome, True), 0) + counts.get((outcome, False), 0),
            str(outcome.label),
            answers_url(number, outcome),
        )
        for outcome in AnswerOutcome
    ]
    leads = ngettext("leads to a commitment", "lead to commitments", followed)
    parts.append(Figure(followed, leads, followed_url(number)))
    total = sum(counts.values())
    answered = sum(count for (outcome, _followed), count in counts.items() if outcome)
    return Stage(answered, title, url, "decision", measure=total, goes_on=followed, parts=_some(parts))


def _findings(number: int) -> dict[tuple[str, bool], int]:
    """How many published findings have each answer ("" for none yet), and do or don't lead to a commitment."""
    signed = DecisionVersion.objects.signed().filter(decision__activity__consultation__number=number)
    standing = Answer.objects.filter(
        finding=OuterRef("pk"), version=Subquery(signed.order_by("-number").values("pk")[:1])
    )
    rows = (
        Finding.objects.published()
        .filter(thread__consultation=number)
        .annotate(
            outcome=Subquery(standing.values("outcome")[:1]),
            is_followed=Exists(Commitment.objects.signed().filter(findings=OuterRef("pk"))),
        )
        .order_by("outcome", "is_followed")
        .values_list("outcome", "is_followed")
        .annotate(count=Count("pk"))
    )
    return {(outcome or "", is_followed): count for outcome, is_followed, count in rows}


def _undertaken(found: Found) -> Iterator[Stage]:
    number = found.consultation.number
    if not has_signed_decision(found.consultation):
        note = _("with the decision")
        yield Stage(0, ngettext("commitment", "commitments", 0), "", "follow-up", "to-come", note=note)
        return
    today = timezone.localdate(found.at)
    rows = Commitment.objects.signed().filter(decision__activity__consultation=found.consultation)
    states = Counter(row.state_on(today) for row in rows.prefetch_related("milestones").order_by("number"))
    total, done = states.total(), states[CommitmentState.DONE]
    under_way = [
        Figure(states[state], str(state.label), commitments_url(number, state))
        for state in (CommitmentState.UNDER_WAY, CommitmentState.LATE)
    ]
    yield Stage(
        total, ngettext("commitment", "commitments", total), commitments_url(number), "follow-up",
        measure=total, goes_on=done, parts=_some(under_way),
    )  # fmt: skip
    if total:
        title = ngettext("commitment kept", "commitments kept", done)
        yield Stage(
            done, title, commitments_url(number, CommitmentState.DONE), "follow-up", measure=total, goes_on=done
        )


def _some(parts: Sequence[Figure]) -> list[Figure]:
    return [part for part in parts if part.value]


def _from(found: Found, purpose: Purpose) -> str:
    """ "awaited from 5 March 2026"; nothing once that day is past, or where no phase is for it."""
    phase = next((row for row in found.consultation.schedule.phases if row.purpose == purpose), None)
    if phase is None or phase.starts_at <= found.at:
        return _("awaited")
    return _("from %(day)s") % {"day": day_in_words(phase.starts_at)}
