"""A real consultation, imported, is led to a signed decision by the same actions that the pages use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    Ground,
    Objection,
    Outcome,
    SetAside,
    SetAsideReason,
    coverage_of,
)
from cestvous.foundation.journal.models import Event, journal_lines
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.kernel import chain, clock
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Activity, Consultation
from tests.commands.republique_numerique import RepubliqueNumerique, imported
from tests.factories import a_sealed_journal, activity, fresh
from tests.machinery.clock import travel

DATA = RepubliqueNumerique()


@pytest.fixture
def consultation(agent: Person, official: Person, tmp_path: Path) -> Consultation:
    return imported(agent, official, tmp_path, "2026-03-20T18:00")


@dataclass
class Story:
    """The consultation from the last contribution to the follow-up, led by those in charge of it."""

    consultation: Consultation
    agent: Person
    official: Person

    def go(self, to: datetime) -> None:
        travel(to=to)
        self.consultation = fresh(self.consultation)
        settle_for_reading([self.consultation], clock.now())
        self.consultation = fresh(self.consultation)

    def enter(self, phase: str) -> None:
        coming = self.consultation.schedule.coming
        assert coming is not None
        self.go(coming.starts_at + timedelta(minutes=1))
        current = self.consultation.schedule.current
        assert current is not None
        assert current.key == phase, "the gate is shut"

    @property
    def synthesis(self) -> Activity:
        return activity(self.consultation, "syntheses")

    @property
    def decision(self) -> Activity:
        return activity(self.consultation, "decisions")

    def account_for_everything(self) -> dict[str, Finding]:
        """One finding for each section, citing its proposals; the trashed ones and every tenth are set aside."""
        synthesis = self.synthesis
        rows = list(Contribution.objects.of(self.consultation).with_words().order_by("number"))
        trashed = {number for number, row in enumerate(DATA.proposals, start=1) if row["trashed"]}
        every_tenth = [row.source for row in rows if not row.number % 10 and row.number not in trashed]
        for row in rows:
            if row.number in trashed:
                self._set_aside(synthesis, [row.source], SetAsideReason.OFF_TOPIC)
        self._set_aside(synthesis, every_tenth, SetAsideReason.OTHER)
        findings: dict[str, Finding] = {}
        for slug, name in DATA.themes.values():
            section = syntheses.add_section(by=self.agent, activity=synthesis, title=name)
            finding = syntheses.add_finding(
                by=self.agent, section=section, title=f"Ce qui est demandé : {name}"[:200], body="Les propositions."
            )
            of_section = [row for row in rows if row.theme is not None and row.theme.slug == slug]
            cited = [row for row in of_section if row.number not in trashed and row.number % 10]
            # Three findings rest on a passage besides what they cite whole.
            if len(findings) < 3:
                syntheses.cite(by=self.agent, finding=finding, source=cited[0].source, quote=beginning(cited[0]))
                cited = cited[1:]
            for row in cited:
                syntheses.cite(by=self.agent, finding=finding, source=row.source)
            findings[slug] = finding
        return findings

    def _set_aside(self, synthesis: Activity, sources: list[Source], reason: SetAsideReason) -> None:
        syntheses.set_aside(
            by=self.agent, activity=synthesis, sources=sources, reason=reason, words="Ne répond pas à la question."
        )

    def decide(self) -> None:
        """Each finding gets its answer; two commitments follow; the official signs what was read."""
        decision = self.decision
        findings = list(Finding.objects.filter(synthesis__activity=self.synthesis).with_words().in_order())
        for finding in findings:
            decisions.answer(
                by=self.agent, activity=decision, finding=finding, outcome=AnswerOutcome.ADOPTED_IN_PART,
                reasons="Ce qui relève de la loi y entre.",
            )  # fmt: skip
        for finding in findings[:2]:
            decisions.add_commitment(
                by=self.agent, activity=decision, title=f"Suite donnée au constat {finding.number}", body="",
                owner="Secrétariat d'État au numérique", due_on=date(2026, 12, 1), findings=[finding],
                milestones=[("Texte déposé", date(2026, 7, 1)), ("Texte voté", date(2026, 11, 1))],
            )  # fmt: skip
        draft = DecisionVersion.objects.drafts().get()
        decisions.edit_preamble(
            by=self.agent, activity=decision, preamble="Vu la consultation.", authority="Conseil des ministres",
            deliberation="2026-1", decided_on=date(2026, 4, 25), edition=draft.edition,
        )  # fmt: skip
        draft.refresh_from_db()
        decisions.sign(by=self.official, activity=decision, digest=decisions.draft_digest(draft))


def beginning(row: Contribution) -> str:
    """The first words of a contribution, as somebody would select them on its page."""
    return " ".join(row.source.words.body.split("\n")[0].split()[:8])


def test_it_is_led_to_a_signed_decision(
    consultation: Consultation, agent: Person, official: Person, resident: Person, tmp_path: Path
) -> None:
    story = Story(consultation, agent, official)
    assert consultation.schedule.current is not None
    assert consultation.schedule.current.key == "consultation"

    own = contributions.submit(
        by=resident, to=activity(consultation, "contributions"), title="Des logiciels libres à l'école",
        body="Les logiciels libres sont des biens communs.\n\nQue les écoles commencent.",
    )  # fmt: skip
    assert own.number == 697

    story.enter("synthesis")
    findings = story.account_for_everything()
    assert len(findings) == 18
    assert coverage_of(story.consultation).waiting == 1, "what was said here waits like the rest"
    misread = findings["rn-les-communs"]
    syntheses.cite(by=agent, finding=misread, source=own.source)
    covered = coverage_of(story.consultation)
    set_aside = len(set(range(10, 697, 10)) | set(trashed_numbers()))
    assert (covered.total, covered.percent, covered.set_aside) == (697, 100, set_aside)
    assert (covered.cited, covered.by_passage) == (697 - set_aside, 3)
    syntheses.publish(by=agent, activity=story.synthesis)

    story.enter("debate")
    misread = Finding.objects.with_words().get(pk=misread.pk)
    objection = syntheses.object_to(
        by=resident, activity=story.synthesis, about=own.source, ground=Ground.MISREADS, finding=misread,
        body="Je parlais des écoles, pas de tout le service public.",
    )  # fmt: skip
    syntheses.reply(
        by=agent, objection=objection, outcome=Outcome.REVISED, body="C'est vrai : le constat nomme les écoles.",
        title="Les communs, à commencer par l'école", revised_body="Les propositions, et l'école d'abord.", opened_on=1,
    )  # fmt: skip

    story.enter("decision")
    story.decide()
    story.enter("follow-up")
    commitment = Commitment.objects.signed().with_milestones().order_by("number")[0]
    commitment.decision.activity = activity(story.consultation, "decisions")
    first_step = commitment.milestones.all()[0]
    day = date(2026, 5, 20)
    story.go(datetime(day.year, day.month, day.day, 18, tzinfo=UTC))
    decisions.report(by=agent, commitment=commitment, body="Déposé.", milestone=first_step, done_on=day)

    assert coverage_of(story.consultation).percent == 100
    check_chain(own, commitment)
    check_journal(tmp_path)


def trashed_numbers() -> Iterator[int]:
    found = [number for number, row in enumerate(DATA.proposals, start=1) if row["trashed"]]
    assert len(found) == 4
    yield from found


def check_chain(own: Contribution, commitment: Commitment) -> None:
    """From a contribution to its milestone and back: each neighbour is one step away, in both directions."""
    current = Citation.objects.filter(finding_version__current_of__isnull=False)
    finding = Finding.objects.get(current__citations__source=own.source)
    assert finding.words.number == 2, "the objection led to a new version"
    revised = Objection.objects.get(about=own.source)
    assert (revised.finding, revised.revised_as) == (finding, finding.words)
    answer = finding.answers.get(version__signed_at__isnull=False)
    assert answer.version.signed_by is not None
    assert Finding.objects.published().count() == answer.version.answers.count() == 18
    followed = commitment.findings.get()
    back = current.filter(finding_version=followed.words).values_list("source", flat=True)
    assert Contribution.objects.filter(source__in=back).exists()
    forth = Commitment.objects.filter(findings__current__citations__source__in=back).distinct()
    assert commitment in forth
    assert commitment.progress.get().milestone in commitment.milestones.all()
    aside = SetAside.objects.filter(lifted_at__isnull=True)
    loose = Source.objects.filter(must_be_accounted_for=True).exclude(pk__in=current.values("source"))
    assert not loose.exclude(pk__in=aside.values("source")).exists()


def check_journal(folder: Path) -> None:
    """Every event is sealed, and the download holds without the database."""
    a_sealed_journal()
    file = folder / "journal.jsonl"
    file.write_text("".join(journal_lines()), encoding="utf-8")
    with file.open("rb") as journal:
        assert chain.check(journal).count == Event.objects.count()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"consultations.imported", "contributions.imported", "decisions.signed", "decisions.reported"} <= kinds
