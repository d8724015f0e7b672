"""Nothing that is made from something else has gone stale."""

from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

from cestvous.web.design import stylesheet
from cestvous.web.standing.checked import JOURNEYS
from tests.architecture.house import ROOT
from tools import fonts
from tools.accessibility import counted, written
from tools.messages import LANGUAGES, WRITTEN_IN, catalogues, faults


def test_every_change_to_the_tables_has_its_migration() -> None:
    loader = MigrationLoader(None)
    # Names of fields are translated; migrations hold them as they are in the code.
    with override(None):
        autodetector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = autodetector.changes(graph=loader.graph)
    ours = {label for label in changes if apps.get_app_config(label).name.startswith("cestvous.")}
    assert not ours
    assert not loader.detect_conflicts()


def test_the_stylesheet_is_made_of_its_sources() -> None:
    assert stylesheet.TARGET.read_text(encoding="utf-8") == stylesheet.build()


def test_documents_know_what_their_fonts_draw() -> None:
    assert fonts.TARGET.read_text(encoding="ascii") == fonts.build()
    assert all(fonts.drawn_by(font) <= fonts.drawn_by(fonts.FALLBACK) for font in fonts.FONTS.glob("*.ttf"))


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_the_catalogue_says_everything_and_nothing_else(path: object) -> None:
    assert faults(path) == []  # type: ignore[arg-type]


def test_the_accessibility_declaration_counts_what_the_tests_check() -> None:
    said = written()
    assert date.fromisoformat(said.pop("on")) > date(2026, 1, 1)
    assert said == counted(), "run `make accessibility`"
    assert said["journeys"] == list(JOURNEYS), "each journey by keyboard has its words on the page"
    assert said["rules"] > 90


def test_every_language_of_the_screens_but_that_of_the_code_has_its_catalogue() -> None:
    assert {code for code, _name in settings.LANGUAGES} == {*LANGUAGES, WRITTEN_IN}


def test_there_is_a_licence_and_it_is_the_one_we_name() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
