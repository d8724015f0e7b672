"""What the pages of a decision show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions.models import (
    Answer,
    AnswerOutcome,
    Commitment,
    CommitmentState,
    DecisionVersion,
    Progress,
)
from cestvous.activities.syntheses.models import Finding
from cestvous.kernel.dates import day_in_words
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity, Consultation
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.narrowing import EVERYTHING, Narrowing, by_answer, by_state
from cestvous.web.decisions.pictures import pictures_of, with_pictures
from cestvous.web.design.shapes import AnswerState, Facet, FileShown, Milestone, Version, When
from cestvous.web.design.shapes import Commitment as CommitmentShape
from cestvous.web.design.shapes import CommitmentState as StateShape
from cestvous.web.translations.reading import ours, worded

ANSWER_STATES: dict[str, AnswerState] = {
    AnswerOutcome.ADOPTED: "adopted",
    AnswerOutcome.ADOPTED_IN_PART: "in-part",
    AnswerOutcome.DECLINED: "declined",
    AnswerOutcome.REFERRED: "referred",
    AnswerOutcome.POSTPONED: "postponed",
}
STATES: dict[CommitmentState, StateShape] = {
    CommitmentState.UNDER_WAY: "under-way",
    CommitmentState.LATE: "late",
    CommitmentState.DONE: "done",
}


@dataclass(frozen=True)
class AnsweredFinding:
    """A finding and its answer face to face; ``state`` is "awaited" without one."""

    number: int
    title: str
    body: str
    url: str
    state: AnswerState
    answer: Answer | None
    reasons: str
    commitments: Sequence[CommitmentShape]
    edit_url: str = ""

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else ""


@dataclass(frozen=True)
class DecisionPage:
    """A decision as read: ``version`` is None as long as none is signed.

    ``findings`` are those asked for, of ``total``. ``changes_url``: what this version changes in the one before it, if
    there is one.
    """

    version: DecisionVersion | None
    preamble: str
    findings: Sequence[AnsweredFinding]
    total: int
    facets: Sequence[Facet]
    commitments: Sequence[CommitmentShape]
    commitment_facets: Sequence[Facet]
    versions: Sequence[Version]
    is_latest: bool
    changes_url: str
    expected_on: str


def decision_page(
    found: Found, activity: Activity, number: int | None, asked: Narrowing = EVERYTHING
) -> DecisionPage | None:
    """The signed version of this number, or the latest; what is ``asked`` for of it. None if there is no such version.

    Only the version that stands can be narrowed: an earlier one is read as it was signed.
    """
    signed = list(
        DecisionVersion.objects.signed().filter(decision__activity=activity).with_signature().order_by("number")
    )
    version = next((row for row in reversed(signed) if number in (None, row.number)), None)
    if number is not None and version is None:
        return None
    commitments = standing_under(version, commitments_of(activity)) if version else []
    findings = list(answered_findings(found, version, commitments)) if version else []
    consultation, today = found.consultation.number, timezone.localdate(found.at)
    states = {row.number: row.state_on(today) for row in commitments}
    outcomes = [row.answer.outcome for row in findings if row.answer]
    followed = sum(1 for row in findings if row.answer and row.commitments)
    kept = [row for row in commitments if asked.state in ("", states[row.number])]
    return DecisionPage(
        version=version,
        preamble=_preamble(found.consultation, version),
        findings=[row for row in findings if asked.takes(row.outcome, is_followed=bool(row.commitments))],
        total=len(findings),
        facets=by_answer(consultation, outcomes, followed, asked) if number is None else (),
        commitments=with_pictures(consultation, [shape_of(row, found) for row in kept], [row.pk for row in kept]),
        commitment_facets=by_state(consultation, list(states.values()), asked) if number is None else (),
        versions=[
            Version(
                number=row.number,
                url=reverse("decision_version", args=[consultation, row.number]),
                at=row.signed_at,
                is_current=version is not None and row.number == version.number,
                note=row.reason,
            )
            for row in signed
        ],
        is_latest=bool(signed) and version is signed[-1],
        changes_url=reverse("decision_changes", args=[consultation, version.number])
        if version and version.number > 1
        else "",
        expected_on=_expected(found),
    )


def _preamble(consultation: Consultation, version: DecisionVersion | None) -> str:
    thing = Reference("decision", 1, consultation.number)
    return worded(consultation, thing, "preamble", version.preamble) if version else ""


def _expected(found: Found) -> str:
    """The day before which the decision is expected: when the phase after it starts. Nothing once that is past."""
    schedule = found.consultation.schedule
    for phase in schedule.phases:
        if phase.purpose.value == "decision":
            end = schedule.ends_at(phase.key)
            return day_in_words(end) if end and end > found.at else ""
    return ""


def commitments_of(activity: Activity) -> list[Commitment]:
    """All commitments by number, those of the draft included, with milestones and findings: three queries."""
    rows = Commitment.objects.filter(decision__activity=activity).select_related("signed_in")
    findings = Prefetch("findings", Finding.objects.order_by("number"))
    return list(rows.prefetch_related("milestones", findings).order_by("number"))


def standing_under(version: DecisionVersion | None, commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those signed in a version or in one before it."""
    last = version.number if version is not None else 0
    return [row for row in commitments if row.signed_in is not None and row.signed_in.number <= last]


def in_draft(commitments: Iterable[Commitment]) -> list[Commitment]:
    return [row for row in commitments if row.signed_in is None]


def answered_findings(
    found: Found,
    version: DecisionVersion | None,
    commitments: Iterable[Commitment] = (),
    *,
    editing: bool = False,
) -> Iterable[AnsweredFinding]:
    """Every published finding with its answer in a version, and those of ``commitments`` that follow from it.

    Two queries for any number of them.
    """
    answers = {}
    if version is not None:
        answers = {row.finding_id: row for row in version.answers.order_by("pk")}
    following: dict[int, list[CommitmentShape]] = {}
    for row in commitments:
        shape = shape_of(row, found)
        for finding in row.findings.all():
            following.setdefault(finding.pk, []).append(shape)
    consultation = found.consultation
    findings = Finding.objects.published().filter(synthesis__activity__consultation=consultation).with_words()
    for finding in findings.in_order():
        answer, thing = answers.get(finding.pk), Reference("finding", finding.number, consultation.number)
        yield AnsweredFinding(
            number=finding.number,
            title=worded(consultation, thing, "title", finding.title),
            body=worded(consultation, thing, "body", finding.words.body),
            url=reverse("finding", args=[consultation.number, finding.number]),
            state=ANSWER_STATES[answer.outcome] if answer else "awaited",
            answer=answer,
            reasons=_reasons(consultation, finding.number, answer),
            commitments=following.get(finding.pk, ()),
            edit_url=reverse("answer_finding", args=[consultation.number, finding.number]) if editing else "",
        )


def _reasons(consultation: Consultation, finding: int, answer: Answer | None) -> str:
    """The reasons of an answer as they are read; nothing where none is given yet."""
    thing = Reference("answer", finding, consultation.number)
    return worded(consultation, thing, "reasons", answer.reasons) if answer else ""


def shape_of(commitment: Commitment, found: Found) -> CommitmentShape:
    """A commitment as the design draws it, with a link once it is signed. Read with its milestones."""
    thing = Reference("commitment", commitment.number, found.consultation.number)
    address = reverse("commitment", args=[found.consultation.number, commitment.number])
    today = timezone.localdate(found.at)
    moved = _("first due on %(day)s") % {"day": day_in_words(commitment.first_due_on)}
    due = _("due on %(day)s") % {"day": day_in_words(commitment.due_on)}
    return CommitmentShape(
        title=worded(found.consultation, thing, "title", commitment.title),
        state=STATES[commitment.state_on(today)],
        due=f"{due} ({moved})" if commitment.first_due_on != commitment.due_on else due,
        responsible=commitment.owner,
        text=worded(found.consultation, thing, "body", commitment.body),
        url=address if commitment.signed_in_id else "",
        milestones=[
            Milestone(
                ours(found.consultation, step.title),
                _when(step.done_on, step.due_on, today),
                _dates(step.done_on, step.due_on, today),
            )
            for step in commitment.milestones.all()
        ],
    )


def _when(done_on: date | None, due_on: date, today: date) -> When:
    if done_on is not None:
        return "lived"
    return "waiting" if due_on < today else "to-come"


def _dates(done_on: date | None, due_on: date, today: date) -> str:
    if done_on is not None:
        return _("done on %(day)s") % {"day": day_in_words(done_on)}
    words = _("late: was due on %(day)s") if due_on < today else _("due on %(day)s")
    return words % {"day": day_in_words(due_on)}


@dataclass(frozen=True)
class Reported:
    """A report and its pictures; those of a step that is done stand beside the step."""

    row: Progress
    pictures: Sequence[FileShown]


@dataclass(frozen=True)
class CommitmentPage:
    """One commitment: where it comes from and how it goes."""

    commitment: Commitment
    shape: CommitmentShape
    findings: Sequence[AnsweredFinding]
    reports: Sequence[Reported]
    may_report: bool


def commitment_page(found: Found, commitment: Commitment, *, may_report: bool) -> CommitmentPage:
    wanted = {finding.number for finding in commitment.findings.all()}
    answered = answered_findings(found, commitment.signed_in)
    reports = list(commitment.progress.select_related("mandate__person", "milestone").order_by("-number"))
    pictures = pictures_of(reports)
    of_steps = {row.milestone_id: pictures[row.pk] for row in reports if row.done_on and row.pk in pictures}
    shape = shape_of(commitment, found)
    steps = [
        replace(step, pictures=of_steps.get(row.pk, ()))
        for step, row in zip(shape.milestones, commitment.milestones.all(), strict=True)
    ]
    return CommitmentPage(
        commitment=commitment,
        shape=replace(shape, url="", milestones=steps),
        findings=[row for row in answered if row.number in wanted],
        reports=[Reported(row, () if row.done_on else pictures.get(row.pk, ())) for row in reports],
        may_report=may_report,
    )


@dataclass(frozen=True)
class DeskPage:
    """A draft under the pen; ``awaited``: the first finding without an answer, ``obstacles`` to the signature."""

    draft: DecisionVersion | None
    findings: Sequence[AnsweredFinding]
    commitments: Sequence[Commitment]
    obstacles: Sequence[str]
    may_sign: bool
    may_rectify: bool

    @property
    def answered(self) -> int:
        return sum(1 for row in self.findings if row.answer)

    @property
    def awaited(self) -> AnsweredFinding | None:
        return next((row for row in self.findings if row.answer is None), None)
