"""Nothing that is made from something else has gone stale."""

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

from cestvous.web.design import stylesheet
from tests.architecture.house import ROOT
from tools import fonts
from tools.messages import catalogues, faults


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


def test_there_is_a_licence_and_it_is_the_one_we_name() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
