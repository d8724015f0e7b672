"""What pages on which somebody writes at length know of drafts."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.drafts import actions
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.people.models import Person
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.verdicts import Refused
from cestvous.web.pace import BAIT, OPENED

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# The button that keeps a draft, where there is no script.
KEEP = "keep-draft"
# Where drafts are kept: the URL name of the page, and what is written there. What agents write together is no draft of
# one person: they save it in place, under an edition, and nobody else sees it before it is published.
PLACES: dict[str, "StrPromise"] = {
    "contribute": gettext_lazy("A contribution"),
    "ask": gettext_lazy("A question"),
    "object_to_synthesis": gettext_lazy("An objection"),
}
_FIELD = re.compile(r"[a-z_]{1,40}")
_NOT_WORDS = frozenset({"csrfmiddlewaretoken", "do", OPENED, BAIT})


@dataclass(frozen=True)
class Keeping:
    """A form that keeps itself: the address that does it, and what was found when the page was opened."""

    url: str
    found: str
    drop_url: str


@dataclass(frozen=True)
class Desk:
    """One person's draft at one place of a consultation."""

    person: Person
    name: str
    number: int

    @property
    def place(self) -> str:
        return f"{self.name}/{self.number}"

    def kept(self) -> Draft | None:
        return Draft.objects.of(self.person).filter(place=self.place).latest_first().first()

    def keep(self, told: QueryDict) -> Draft | None:
        """Keep what a form told. Raises Refused for more than anybody writes."""
        words = {name: str(told[name]) for name in told if _FIELD.fullmatch(name) and name not in _NOT_WORDS}
        return actions.keep(by=self.person, place=self.place, words=words)

    def keep_refused(self, told: QueryDict) -> None:
        """Keep what was sent while nothing could be sent: a form that pauses, a phase that is over."""
        with suppress(Refused):
            self.keep(told)

    def drop(self) -> None:
        actions.drop(by=self.person, place=self.place)

    def keeping(self, draft: Draft | None) -> Keeping:
        """What the form shows, opened with ``draft`` or without one."""
        found = ""
        if draft is not None:
            found = _("Your draft of %(when)s is here again.") % {"when": instant_in_words(draft.at)}
        arguments = [self.name, self.number]
        return Keeping(reverse("keep_draft", args=arguments), found, reverse("drop_draft", args=arguments))


def parted(place: str) -> tuple[str, int]:
    """The name of the page and the number of the consultation that a place stands for."""
    name, _slash, number = place.partition("/")
    return name, int(number)
