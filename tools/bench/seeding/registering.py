"""Numbers given, and who took part, of one consultation: what its register will say."""

from collections import Counter
from datetime import datetime

from cestvous.activities.contributions.actions.drawers import Place, put_away
from cestvous.foundation.sources.models import Fate, Heard, Standing, Voice
from cestvous.procedure.consultations.models import Consultation, Participation, Register
from tools.bench.seeding.crowd import Speaker
from tools.bench.seeding.rows import Table


class Registering:
    def __init__(self, consultation: Consultation) -> None:
        self.consultation = consultation
        self.last: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.since: dict[int, datetime] = {}
        self.bodies: set[int] = set()
        self.drawers: Counter[Place] = Counter()
        self.voices: Counter[int] = Counter()

    def one_more(self, kind: str) -> int:
        """Its public number."""
        self.last[kind] += 1
        return self.last[kind]

    def one_less(self, kind: str) -> None:
        self.gone[kind] += 1

    def took_part(self, speaker: Speaker, at: datetime, is_body: bool = False) -> None:
        self.since[speaker.author] = min(at, self.since.get(speaker.author, at))
        if is_body:
            self.bodies.add(speaker.author)

    def write(self) -> None:
        """Write it down, once; nothing was said in this consultation before."""
        put_away(self.drawers.elements())
        self._write_what_was_heard()
        taking_part = Table(Participation, "id", "consultation_id", "author_id", "since")
        for author, since in self.since.items():
            taking_part.add(taking_part.next_key(), self.consultation.pk, author, since)
        taking_part.write()
        # What has no number of its own is counted all the same.
        unnumbered = {"people": len(self.since) - len(self.bodies), "organisations": len(self.bodies)}
        unnumbered["positions"] = self.last.pop("positions", 0)
        for kind, count in unnumbered.items():
            if count:
                Register.objects.create(consultation=self.consultation, kind=kind, count=count)
        for kind, last in self.last.items():
            Register.objects.create(
                consultation=self.consultation, kind=kind, last_number=last, count=last - self.gone[kind]
            )

    def _write_what_was_heard(self) -> None:
        number, voices = self.consultation.number, Table(Voice, "id", "consultation", "author_id", "count")
        for author, count in self.voices.items():
            voices.add(voices.next_key(), number, author, count)
        voices.write()
        bodies = len(self.bodies & self.voices.keys())
        for what, count in (
            (Heard.named(Standing.PUBLISHED, Fate.WAITING), self.voices.total()),
            (Heard.named(Standing.WITHDRAWN, Fate.WAITING), self.gone["contributions"]),
            (Heard.PEOPLE, len(self.voices) - bodies),
            (Heard.BODIES, bodies),
        ):
            Heard.objects.create(consultation=number, what=what, count=count)
