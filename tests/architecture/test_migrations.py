"""Migrations run while the city goes on: none holds a table for long, none breaks the version that still serves."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

SQUAWK = Path(sys.executable).with_name("squawk")
# What these rules ask is not about locks or rewrites, or is seen to elsewhere: how long a migration waits for a lock
# is a setting of the connection; Django chooses the types of columns, and knows which migrations run in a transaction.
ELSEWHERE = (
    "prefer-text-field",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-robust-stmts",
    "require-lock-timeout",
    "require-statement-timeout",
)
# They made the tables, or changed them before any city had put a row into them. Nothing is ever added to this list.
BEFORE_THE_FIRST_CITY = frozenset(
    {
        ("agency", "0001_standing_pages"),
        ("authors", "0001_initial"),
        ("consultations", "0001_initial"),
        ("consultations", "0002_presentation"),
        ("contributions", "0001_initial"),
        ("contributions", "0002_ways_through_a_list"),
        ("contributions", "0003_kept_counts"),
        ("contributions", "0004_count_what_is_there"),
        ("decisions", "0001_initial"),
        ("discussions", "0001_initial"),
        ("discussions", "0002_threads_by_comments"),
        ("drafts", "0001_initial"),
        ("files", "0001_initial"),
        ("journal", "0001_initial"),
        ("mandates", "0001_initial"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "0002_words_seen"),
        ("questions", "0001_initial"),
        ("sources", "0001_initial"),
        ("sources", "0002_stems"),
        ("sources", "0003_places_and_speakers"),
        ("sources", "0004_kept_counts"),
        ("syntheses", "0001_initial"),
        ("syntheses", "0002_kept_counts"),
        ("syntheses", "0003_count_what_is_there"),
        ("territories", "0001_initial"),
        ("translations", "0001_initial"),
    }
)

pytestmark = pytest.mark.postgresql


def _faults(sql: str) -> str:
    """What the linter says of the statements of one migration; empty if nothing is wrong with them."""
    command = [str(SQUAWK), "--reporter=gcc", "--pg-version=15", *(f"--exclude={rule}" for rule in ELSEWHERE)]
    told = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
    assert told.returncode in {0, 1}, told.stderr
    return told.stdout if told.returncode else ""


def _ours() -> list[tuple[str, str]]:
    migrations = MigrationLoader(None).disk_migrations
    return sorted(key for key, migration in migrations.items() if type(migration).__module__.startswith("cestvous."))


@pytest.mark.django_db
def test_no_migration_holds_a_table_for_long_or_breaks_the_version_before_it() -> None:
    faults = {}
    for app, name in set(_ours()) - BEFORE_THE_FIRST_CITY:
        sql = io.StringIO()
        call_command("sqlmigrate", app, name, stdout=sql, no_color=True)
        if said := _faults(sql.getvalue()):
            faults[f"{app}.{name}"] = said
    assert not faults


def test_the_list_of_old_migrations_names_nothing_else() -> None:
    assert set(_ours()) >= BEFORE_THE_FIRST_CITY


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX by_theme ON contributions_contribution (theme_id);",
        "ALTER TABLE contributions_contribution ADD COLUMN mood integer NOT NULL;",
        "ALTER TABLE contributions_contribution ALTER COLUMN number TYPE bigint;",
        "ALTER TABLE contributions_contribution ALTER COLUMN theme_id SET NOT NULL;",
        "ALTER TABLE contributions_contribution ADD CONSTRAINT once UNIQUE (number);",
        "ALTER TABLE contributions_contribution ADD CONSTRAINT positive CHECK (number > 0);",
        "ALTER TABLE contributions_contribution RENAME COLUMN number TO rank;",
        "ALTER TABLE contributions_contribution DROP COLUMN number;",
        "ALTER TABLE contributions_contribution ADD COLUMN mood integer DEFAULT 0 NOT NULL;"
        "ALTER TABLE contributions_contribution ALTER COLUMN mood DROP DEFAULT;",
    ],
)
def test_a_migration_that_would_stop_a_city_is_seen(sql: str) -> None:
    assert _faults(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX CONCURRENTLY by_theme ON contributions_contribution (theme_id);",
        "ALTER TABLE contributions_contribution ADD COLUMN mood integer DEFAULT 0 NOT NULL;",
        "ALTER TABLE contributions_contribution ADD COLUMN mood integer;",
        "ALTER TABLE contributions_contribution ADD CONSTRAINT positive CHECK (number > 0) NOT VALID;",
    ],
)
def test_a_migration_that_a_city_does_not_notice_passes(sql: str) -> None:
    assert not _faults(sql)
