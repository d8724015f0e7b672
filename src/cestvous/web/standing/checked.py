"""What the tests check of accessibility, as they say it themselves: ``make accessibility`` writes the file."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FILE = "accessibility.json"
# What is gone through by keyboard alone, by the name of its test.
JOURNEYS: dict[str, "StrPromise"] = {
    "the_first_tab_leads_past_the_menu": _("going straight to the content, past the menu"),
    "a_resident_contributes_takes_position_and_comments": _("contributing, taking position and commenting"),
    "what_is_typed_is_kept_while_one_types": _("finding again what one was writing"),
    "an_agent_adapts_the_procedure": _("adapting the procedure of a consultation"),
    "an_agent_accounts_for_text_after_text": _("accounting for one text after another in the synthesis"),
    "what_an_agent_selects_goes_into_the_passage_and_is_said_aloud": _("citing a passage in the synthesis"),
    "an_agent_rewrites_a_page_of_the_site": _("rewriting a page of the site"),
    "an_elected_official_signs": _("signing a decision"),
    "the_focus_goes_down_the_page_as_one_reads": _("going down a page in the order in which it is read"),
}


@dataclass(frozen=True)
class Checked:
    """Counts, and what they were counted with. ``states``: pages times who reads them and where they stand."""

    pages: int
    states: int
    forms: int
    rules: int
    axe: str
    desk: int
    phone: int
    narrowest: int
    journeys: list["StrPromise"]
    on: date


@cache
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return found


def checked() -> Checked:
    facts = dict(_facts())
    return Checked(
        **facts | {"journeys": [JOURNEYS[name] for name in facts["journeys"]], "on": date.fromisoformat(facts["on"])}
    )
