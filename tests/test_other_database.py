"""Both databases are real: the run that closes on PostgreSQL answers for the one on SQLite too."""

import os
from pathlib import Path

from tests.machinery.outcomes import Outcome


def test_the_representative_part_passed_on_sqlite() -> None:
    outcome = Outcome.read(Path(os.environ["OUTCOME_ON_SQLITE"]))
    assert outcome.passed, f"on SQLite: {outcome}; its report stands above"
