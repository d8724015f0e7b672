"""The consultations of the city, each lived up to its phase by the real actions; what is said in them comes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cestvous.kernel import clock
from cestvous.procedure.consultations.actions import Preparation, create, publish
from cestvous.procedure.consultations.models import Consultation
from tools.bench.seeding.asking import ask
from tools.bench.seeding.building import Building, lived
from tools.bench.seeding.citing import account_for
from tools.bench.seeding.crowd import Crowd, gather
from tools.bench.seeding.deciding import decide
from tools.bench.seeding.ledger import seal_everything
from tools.bench.seeding.progress import told
from tools.bench.seeding.voices import Voices

# When each phase of the standard procedure began or begins, in days from today.
_OPEN = (-35, -21, 14, 28, 42, 70)
_CONCLUDED = (-140, -126, -98, -84, -70, -42)
_WRITING = (-70, -56, -28, 10, 24, 52)
_BESIDE = ((-3, 11, 39, 53, 67, 95), (-20, -6, 22, 36, 50, 78), (-25, -11, 17, 31, 45, 73), (-80, -66, -38, -10, 4, 32))


@dataclass(frozen=True)
class City:
    """What there is to look at: numbers of consultations, and of things in them."""

    crowd: Crowd
    consultation: int
    concluded: int
    writing: int
    discussed: int
    discussed_in_concluded: int


@dataclass
class Founding(Building):
    """A city in the making."""

    def build(self) -> City:
        with told("people"):
            self.crowd = gather(self.shape.people, self.rng, self.ledger, self.now - timedelta(days=200))
        with told("what others are consulted about"):
            for number, days in enumerate(_BESIDE, start=1):
                self._said(self._begun(f"La rue des {number} ponts", days), days, self.shape.beside)
            with clock.at(self.now - timedelta(days=1)):
                self._created("Une idée qui mûrit", (20, 34, 62, 76, 90, 118))
        with told("a consultation that ended in a decision"):
            concluded = self._begun("Quelles rues pour demain ?", _CONCLUDED)
            there = self._said(concluded, _CONCLUDED, self.shape.contributions, self.shape.long_thread)
            with told("its synthesis and its decision"):
                account_for(concluded, self)
                decide(concluded, self)
        with told("a consultation whose synthesis is being written"):
            writing = self._begun("Que faire de la friche ?", _WRITING)
            self._said(writing, _WRITING, self.shape.waiting)
        with told("a consultation that is open"):
            opened = self._begun("Une ville où l'on respire", _OPEN)
            here = self._said(opened, _OPEN, self.shape.contributions, self.shape.long_thread)
        seal_everything()
        return City(self.crowd, opened.number, concluded.number, writing.number, here, there)

    def _created(self, title: str, days: Sequence[int]) -> Consultation:
        agent, official = self.crowd.mandates
        preparation = Preparation(
            title=title,
            question="Que voulez-vous changer près de chez vous ?",
            summary="La ville prépare ses travaux des prochaines années. Dites ce qu'il faut faire d'abord.",
            presentation="Chaque rue a été **étudiée**.\n\nLe budget est de quatre millions d'euros.",
            open_to_discussion="Les usages, les arbres, les bancs.",
            not_open="Les réseaux souterrains.",
            how_decided="Le conseil municipal délibère sur la synthèse.",
            decided_by="le conseil municipal",
            sponsor=official,
            agents=(agent,),
            themes=tuple(self.crowd.themes),
            neighbourhoods=tuple(self.crowd.neighbourhoods),
        )
        return create(by=self.by_agent(), preparation=preparation, starts=[self.when(day) for day in days])

    def _begun(self, title: str, days: Sequence[int]) -> Consultation:
        """Published, and lived up to its second phase, or to today."""
        with clock.at(self.when(days[0])):
            consultation = self._created(title, days)
            publish(by=self.by_agent(), consultation=consultation)
        return lived(consultation, min(self.when(days[1]) + timedelta(minutes=1), self.now))

    def _said(self, consultation: Consultation, days: Sequence[int], count: int, long_thread: int = 0) -> int:
        """What is said while contributions are open, if they ever were; then it is today's procedure that holds."""
        begins, ends = self.when(days[1]) + timedelta(minutes=5), min(self.when(days[2] - 1), self.when(-1))
        if begins > self.now:
            return 0
        voices = Voices(
            consultation, self.crowd, self.writer, self.ledger, self.tables, self.rng, self.shape, begins, ends
        )
        ask(voices, self.shape.questions)
        discussed = voices.speak(count, long_thread)
        if days is not _CONCLUDED:
            lived(consultation, self.now)
        return discussed
