"""Procedures that a city starts from, written as TOML and checked when they are read."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import Any

from cestvous.procedure.rules.adapting import problems_of
from cestvous.procedure.rules.grid import (
    Act,
    ActivityPlan,
    Audience,
    AudienceKind,
    Grid,
    Opening,
    PhasePlan,
    Purpose,
)

NAMES = ("standard", "short")


class BrokenTemplate(ValueError):
    """A template that can't be read, with the place at fault."""


@dataclass(frozen=True)
class Template:
    """A grid, and how long each of its phases usually lasts (the last has no end)."""

    name: str
    grid: Grid
    durations: tuple[timedelta, ...]


def load(name: str, acts: Mapping[str, Sequence[Act]]) -> Template:
    """The template of this name. Raises BrokenTemplate if it is not one, or makes no sense."""
    if name not in NAMES:
        raise BrokenTemplate(f"there is no template {name!r}")
    return parse(name, resources.files(__package__).joinpath(f"shipped/{name}.toml").read_text(), acts)


def parse(name: str, text: str, acts: Mapping[str, Sequence[Act]]) -> Template:
    """Read a template from TOML. Raises BrokenTemplate with the key or the rule at fault."""
    try:
        read = tomllib.loads(text)
        phases = tuple(PhasePlan(row["key"], Purpose(row["purpose"])) for row in read["phases"])
        durations = tuple(timedelta(days=row["days"]) for row in read["phases"][:-1])
        activities = tuple(ActivityPlan(row["key"], row["kind"]) for row in read["activities"])
        openings = tuple(_opening(row["key"], cell) for row in read["activities"] for cell in row["openings"])
    except KeyError as error:
        raise BrokenTemplate(f"{name}: the key {error} is missing") from error
    except (ValueError, TypeError) as error:
        raise BrokenTemplate(f"{name}: {error}") from error
    grid = Grid(phases, activities, openings)
    problems = problems_of(grid, acts)
    if problems:
        raise BrokenTemplate(f"{name}: " + ", ".join(f"{problem.code} {problem.about}".strip() for problem in problems))
    return Template(name, grid, durations)


def _opening(activity: str, cell: Mapping[str, Any]) -> Opening:
    audience = Audience(
        AudienceKind(cell.get("audience", AudienceKind.ACCOUNT_HOLDERS)),
        frozenset(cell.get("neighbourhoods", ())),
        frozenset(cell.get("roles", ())),
    )
    return Opening(activity, cell["phase"], frozenset(cell["acts"]), audience)
