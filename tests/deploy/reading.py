"""The files of deploy/, as tests read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.machinery.environment import ROOT

DEPLOY = ROOT / "deploy"


def settings_of_example() -> dict[str, str]:
    """What cestvous.env.example sets, as systemd and compose read it."""
    lines = (DEPLOY / "cestvous.env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return told


@dataclass(frozen=True)
class Instruction:
    """One line of the Containerfile; ``stage``: the name of what is built, empty for what runs in the end."""

    stage: str
    keyword: str
    words: str


def containerfile() -> Iterator[Instruction]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    stage = ""
    for line in filter(None, joined.splitlines()):
        keyword, _space, words = line.strip().partition(" ")
        if keyword == "FROM":
            stage = words.partition(" AS ")[2]
        yield Instruction(stage, keyword, words.strip())


def unit(name: str) -> dict[str, list[str]]:
    """What a unit of systemd sets, by name, in order."""
    told: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith(("#", "[")):
            setting, _equals, value = line.partition("=")
            told.setdefault(setting, []).append(value)
    return told


def units() -> list[Path]:
    return sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".timer"})
