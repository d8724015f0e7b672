"""The tables that voices fill, and a source with its words as several rows of them."""

from datetime import datetime
from random import Random

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.foundation.discussions.models import Comment, Endorsement, Thread
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.kernel.references import Reference
from tools.bench.seeding.crowd import Speaker
from tools.bench.seeding.rows import Table, write_all
from tools.bench.seeding.words import Written

_SOURCE = (
    "id", "kind", "number", "consultation", "author_id", "author_is_shown", "must_be_accounted_for", "standing",
    "standing_since", "current_id", "said_at", "recorded_at", "mandate_id",
)  # fmt: skip
_KEY, _STANDING, _SINCE, _CURRENT = (_SOURCE.index(name) for name in ("id", "standing", "standing_since", "current_id"))


class Tables:
    """``number_of``: which version of its source a version is, as long as it is not written."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.sources = Table(Source, *_SOURCE)
        self.versions = Table(
            Version, "id", "source_id", "number", "title", "body", "place", "through_id", "written_at", "salt",
            "fingerprint", "stems",
        )  # fmt: skip
        self.threads = Table(Thread, "id", "kind", "number", "consultation", "comment_count")
        self.contributions = Table(
            Contribution, "id", "activity_id", "number", "source_id", "thread_id", "theme_id", "neighbourhood_id",
            "for_count", "against_count", "mixed_count", "tendency", "is_for_many", "is_shown", "fingerprint",
        )  # fmt: skip
        self.positions = Table(
            Position, "id", "contribution_id", "author_id", "stance", "version_id", "reason_id", "at"
        )
        self.comments = Table(
            Comment, "id", "thread_id", "number", "consultation", "parent_id", "path", "depth", "side", "source_id",
            "endorsement_count",
        )  # fmt: skip
        self.endorsements = Table(Endorsement, "id", "comment_id", "author_id", "at")
        self.number_of: dict[int, int] = {}
        self._rows: dict[int, int] = {}

    def write(self) -> None:
        write_all(
            (self.sources, self.versions, self.threads, self.contributions, self.positions, self.comments,
             self.endorsements)
        )  # fmt: skip
        self.number_of.clear()
        self._rows.clear()

    def source(
        self,
        reference: Reference,
        author: Speaker,
        words: Written,
        at: datetime,
        *,
        accountable: bool = False,
        is_named: bool = True,
        mandate: int | None = None,
    ) -> tuple[int, int, str]:
        """A source with its first version: their keys, and the digest of the words."""
        source = self.sources.next_key()
        version, digest = self._version(source, 1, words, at, author.through or None)
        self._rows[source] = len(self.sources.rows)
        self.sources.add(
            source, reference.kind, reference.number, reference.consultation, author.author, is_named, accountable,
            Standing.PUBLISHED, None, version, at, at, mandate,
        )  # fmt: skip
        return source, version, digest

    def again(self, source: int, words: Written, at: datetime) -> tuple[int, str]:
        """A second version of a source that is not written yet."""
        version, digest = self._version(source, 2, words, at, None)
        self._change(source, {_CURRENT: version})
        return version, digest

    def standing(self, source: int, standing: Standing, since: datetime) -> None:
        self._change(source, {_STANDING: standing, _SINCE: since})

    def _version(self, source: int, number: int, words: Written, at: datetime, through: int | None) -> tuple[int, str]:
        key, salt = self.versions.next_key(), f"{self.rng.getrandbits(128):032x}"
        self.number_of[key] = number
        self.versions.add(
            key, source, number, words.title, words.body, words.place, through, at, salt, words.fingerprint,
            words.stems,
        )  # fmt: skip
        return key, words.digest(salt)

    def _change(self, source: int, changes: dict[int, object]) -> None:
        index = self._rows[source]
        row = list(self.sources.rows[index])
        for place, value in changes.items():
            row[place] = value
        self.sources.rows[index] = tuple(row)
