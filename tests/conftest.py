"""Which database a run uses, and what every test gets without asking."""

import os
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import settings as hypothesis

from tests.machinery.environment import Scratch, prepare
from tests.machinery.outcomes import Outcome
from tests.machinery.postgresql import MISSING, Cluster, NoPostgresql, binaries

_TOUCHES_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
_SCRATCH = pytest.StashKey[Scratch]()
_CLUSTER = pytest.StashKey[Cluster]()

# Only a run that closes another one's account has it to give.
collect_ignore = [] if "OUTCOME_ON_SQLITE" in os.environ else ["test_other_database.py"]

hypothesis.register_profile("quick", deadline=None, max_examples=60)
hypothesis.register_profile("soak", deadline=None, max_examples=3_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cestvous")
    group.addoption("--database", choices=["postgresql", "sqlite"], default="postgresql", help="where the tests run")
    group.addoption("--outcome", type=Path, default=None, help="a file that is to hold what the run came to")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the database and load Django."""
    _choose_database(config)
    hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
    django.setup()
    # Left there, pytest-django would read the settings of a worker process before it has chosen a database.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    config.pluginmanager.import_plugin("tests.machinery.fixtures")
    config.pluginmanager.import_plugin("tests.machinery.mail")
    config.pluginmanager.import_plugin("tests.cast")


def _choose_database(config: pytest.Config) -> None:
    """Each worker process has a server of its own: the journal's sealer waits for whoever writes on the same server."""
    scratch = config.stash[_SCRATCH] = Scratch()
    if config.option.database == "sqlite":
        prepare(f"sqlite:///{scratch.path / 'unused.sqlite3'}", scratch.path)
    elif given := os.environ.get("TEST_DATABASE_URL"):
        prepare(given, scratch.path)
    else:
        cluster = config.stash[_CLUSTER] = Cluster(scratch.path)
        prepare(cluster.url, scratch.path)
        if getattr(config.option, "numprocesses", None) and binaries() is None:
            pytest.exit(MISSING, returncode=3)


@pytest.fixture(scope="session", autouse=True)
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Start our own cluster when a database is first needed."""
    cluster = request.config.stash.get(_CLUSTER, None)
    if cluster is not None and any(item.get_closest_marker("database") for item in request.session.items):
        try:
            cluster.start()
        except NoPostgresql as missing:
            pytest.exit(str(missing), returncode=3)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _CLUSTER in config.stash:
        config.stash[_CLUSTER].stop()
    if _SCRATCH in config.stash:
        config.stash[_SCRATCH].remove()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses a database; leave out what another database could not do."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        if _TOUCHES_A_DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker("database")
        elsewhere = config.option.database == "sqlite" and item.get_closest_marker("postgresql")
        (left_out if elsewhere else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}"


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    if config.option.outcome is not None:
        Outcome.of(terminalreporter, exitstatus).keep(config.option.outcome)
    if "OUTCOME_ON_SQLITE" in os.environ:
        outcome = Outcome.read(Path(os.environ["OUTCOME_ON_SQLITE"]))
        terminalreporter.section("both databases")
        terminalreporter.line(f"SQLite, before this run: {outcome}")
        terminalreporter.line(f"PostgreSQL, this run: {Outcome.of(terminalreporter, exitstatus)}")
