"""What must never change or be lost in a consultation, remembered from one look to the next."""

from collections.abc import Set
from dataclasses import dataclass, field

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.activities.decisions.models import Answer, DecisionVersion, Progress
from cestvous.activities.syntheses.models import Finding, FindingVersion, Objection, SetAside, SynthesisVersion, waiting
from cestvous.foundation.discussions.models import Comment, Endorsement
from cestvous.foundation.journal.models import Event
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.procedure.consultations.models import Adaptation, Consultation, Opening, Phase
from cestvous.procedure.rules.grid import Purpose
from tests.activities.counts import wrong_counts, wrong_numbers

# Openings of these acts last until the gate of the next phase has opened.
UNTIL_GATE = frozenset(
    {
        "syntheses.write",
        "syntheses.publish",
        "syntheses.reply",
        "syntheses.revise",
        "decisions.draft",
        "decisions.sign",
    }
)
Lived = list[tuple[object, ...]]


def lived(consultation: Consultation) -> Lived:
    rows = Phase.objects.filter(consultation=consultation, entered_at__isnull=False).order_by("position")
    return list(rows.values_list("position", "key", "purpose", "title", "entered_at", "starts_at"))


def open_acts(consultation: Consultation, at: object) -> set[str]:
    """What the rows of the grid say is open at an instant: told apart from the code that decides it."""
    if Consultation.objects.get(pk=consultation.pk).state != "published":
        return set()
    phases = list(Phase.objects.filter(consultation=consultation).order_by("position"))
    entered = [phase for phase in phases if phase.entered_at is not None]
    if not entered:
        return set()
    current, coming = entered[-1], phases[len(entered) :]
    cells = Opening.objects.filter(activity__consultation=consultation, phase=current)
    acts = {act for cell in cells for act in cell.acts}
    over = bool(coming) and coming[0].starts_at <= at  # type: ignore[operator]
    return acts & UNTIL_GATE if over else acts


def _words() -> dict[tuple[str, int], tuple[object, ...]]:
    """Every text that was ever published, by its row."""
    tables = {
        "version": Version.objects.values_list("pk", "source", "number", "title", "body", "written_at"),
        "finding": FindingVersion.objects.filter(published_in__isnull=False).values_list(
            "pk", "finding", "number", "title", "body", "published_in"
        ),
        "synthesis": SynthesisVersion.objects.values_list("pk", "number", "published_at", "reason"),
        "answer": Answer.objects.filter(version__signed_at__isnull=False).values_list(
            "pk", "finding", "outcome", "reasons", "referred_to", "version"
        ),
        "decision": DecisionVersion.objects.filter(signed_at__isnull=False).values_list(
            "pk", "number", "preamble", "authority", "deliberation", "decided_on", "signed_at", "signed_by"
        ),
        "set aside": SetAside.objects.values_list("pk", "source", "reason", "words", "at", "in_bulk"),
        "adaptation": Adaptation.objects.values_list("pk", "number", "at", "reason"),
        "progress": Progress.objects.values_list("pk", "number", "at", "body"),
        "comment": Comment.objects.values_list("pk", "number", "path", "source", "side"),
        "contribution": Contribution.objects.values_list("pk", "number", "source", "thread"),
        "objection": Objection.objects.values_list("pk", "number", "source", "about", "ground"),
        "event": Event.objects.values_list("pk", "kind", "at", "subject_kind", "subject_number", "actor"),
    }
    return {(name, int(str(row[0]))): row for name, rows in tables.items() for row in rows.order_by("pk")}


@dataclass
class Memory:
    """What was seen at the last look."""

    consultation: Consultation
    lived: Lived = field(default_factory=list)
    openings: dict[str, set[tuple[object, ...]]] = field(default_factory=dict)
    words: dict[tuple[str, int], tuple[object, ...]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    events: int = -1

    def look(self, *, doings: Set[str] = frozenset()) -> None:
        """Compare with what is now there; ``doings`` are the acts just done, if any.

        Where nobody did anything and nothing was recorded there is nothing to compare.
        """
        events = Event.objects.count()
        if not doings and events == self.events:
            return
        self.events = events
        self._time(doings)
        words = _words()
        lost = [key for key, row in self.words.items() if words.get(key) != row]
        assert not lost, f"changed or lost: {lost}"
        self.words = words
        gone = set(Source.objects.filter(standing=Standing.WITHDRAWN).values_list("pk", flat=True))
        assert self.gone <= gone, "what was withdrawn is shown again"
        self.gone = gone
        assert not wrong_counts(self.consultation)
        assert not wrong_numbers(self.consultation)
        for model, thing in ((Position, "contribution"), (Endorsement, "comment")):
            pairs = list(model.objects.values_list(thing, "author"))
            assert len(pairs) == len(set(pairs))

    def _time(self, doings: Set[str]) -> None:
        now = lived(self.consultation)
        assert now[: len(self.lived)] == self.lived, "a lived phase was rewritten, or time went back"
        purposes = [row[2] for row in now[len(self.lived) :]]
        self.lived = now
        self._gates(purposes, doings)
        phases = list(Phase.objects.filter(consultation=self.consultation).order_by("position"))
        entered = [phase.entered_at is not None for phase in phases]
        assert entered == sorted(entered, reverse=True), "a phase was left out"
        starts = [phase.starts_at for phase in phases]
        assert starts == sorted(set(starts)), "two phases at once"
        for _position, key, *_rest in now[:-1]:
            cells = Opening.objects.filter(activity__consultation=self.consultation, phase__key=key)
            rows = {(cell.activity.key, cell.audience, *cell.acts) for cell in cells.select_related("activity")}
            assert self.openings.setdefault(str(key), rows) == rows, "what was open in a past phase was rewritten"

    def _gates(self, entered: list[object], doings: Set[str]) -> None:
        """What guards a phase was true when it was entered."""
        debated = {Purpose.DEBATE, Purpose.DECISION, Purpose.FOLLOW_UP} & set(entered)
        if debated and Contribution.objects.exists():
            assert not waiting(self.consultation).exists(), "debated with something unaccounted for"
            assert SynthesisVersion.objects.exists(), "debated without a synthesis"
        if {Purpose.DECISION, Purpose.FOLLOW_UP} & set(entered) and "syntheses.object" not in doings:
            assert not Objection.objects.waiting().exists(), "decided with an unanswered objection"
        if Purpose.FOLLOW_UP in entered and "decisions.rectify" not in doings:
            signed = DecisionVersion.objects.signed().order_by("-number").first()
            assert signed is not None, "followed up without a signed decision"
            assert not Finding.objects.published().exclude(answers__version=signed).exists()
