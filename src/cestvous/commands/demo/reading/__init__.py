"""From the files in ``city/`` to texts, each word of them checked."""

from collections.abc import Mapping
from importlib import resources

from cestvous.commands.demo.reading.consultations import consultation_text
from cestvous.commands.demo.reading.people import pages_text, people_text
from cestvous.commands.demo.tables import BrokenText, Table
from cestvous.commands.demo.texts import CityText
from cestvous.commands.demo.translated import translated
from cestvous.procedure.rules.grid import Purpose

PEOPLE, PAGES = "people.toml", "pages.toml"
TRANSLATIONS = "translations.toml"


def shipped() -> dict[str, str]:
    """The files that ship with the software, by name."""
    folder = resources.files("cestvous.commands.demo").joinpath("city")
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def read(files: Mapping[str, str]) -> CityText:
    """The whole example city. Raises BrokenText, with file and key, for the first thing that is wrong."""
    if PEOPLE not in files:
        raise BrokenText(PEOPLE, "is missing")
    people = people_text(Table.from_toml(files[PEOPLE], PEOPLE))
    names = sorted(name for name in files if name not in {PEOPLE, PAGES, TRANSLATIONS})
    untranslated = [consultation_text(Table.from_toml(files[name], name), people) for name in names]
    translations = Table.from_toml(files.get(TRANSLATIONS, ""), TRANSLATIONS)
    consultations = [translated(text, translations) for text in untranslated]
    translations.finished()
    phases = [consultation.phase for consultation in consultations]
    for phase in Purpose:
        if phases.count(phase) != 1:
            raise BrokenText(
                "city", f"exactly one consultation stands in each phase; {phase} has {phases.count(phase)}"
            )
    pages = pages_text(Table.from_toml(files[PAGES], PAGES), people) if PAGES in files else ()
    return CityText(people, tuple(sorted(consultations, key=lambda read: read.phase.rank)), pages)
