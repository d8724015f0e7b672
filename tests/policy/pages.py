"""Who may open each address of the site, and who may send its form. Everybody else is refused, in the manner written.

What is sent is an act: who may do it, to what and when, is written once, in ``tests.policy.table``. A page that is only
read names its audience. A new address needs a row, and a row needs its address: a test fails until both are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from tests.policy.life import ANY, DRAFTS, LIFE, in_place_of
from tests.policy.table import AGENT, LEADING, ROLES, SEE_DRAFTS, VISITOR, On, is_open


class Answers(NamedTuple):
    """``in``: sent to the sign-in page. ``done``: led on, and something was written; ``kept``: answered at once, and
    something was written. Nothing else writes anything."""

    opened: str
    refused: str
    visitor: str
    sent: str
    sent_too_early: str
    sent_in_vain: str
    sent_by_visitor: str


class Manner(Enum):
    """How an address answers: whoever asks for the page; then whoever sends its form.

    ``early``: somebody who may open the page, though what it is for is not open to them now.
    """

    # fmt: off
    #                          asked for: let in, refused, visitor · sent: let in, early, refused, visitor
    READ             = Answers("200", "403", "200",                 "405",  "405", "405", "405")
    READ_IN          = Answers("200", "403", "in",                  "405",  "405", "405", "in")
    # The page itself says what would change a refusal, to visitors too.
    EXPLAINED        = Answers("200", "403", "403",                 "done", "422", "422", "403")
    OBJECTED         = Answers("200", "403", "403",                 "done", "403", "403", "403")
    FORM             = Answers("200", "403", "in",                  "done", "422", "422", "in")
    DESK_FORM        = Answers("200", "403", "in",                  "done", "422", "403", "in")
    CONFIRMED        = Answers("200", "403", "in",                  "done", "403", "403", "in")
    # There is nothing to be done at present: what is sent leads back, and changes nothing.
    NOTHING_TO_DO    = Answers("200", "403", "in",                  "302",  "403", "403", "in")
    # A button on another page; asked for, it leads back there.
    BUTTON           = Answers("302", "302", "in",                  "done", "403", "403", "in")
    BUTTON_EXPLAINED = Answers("302", "302", "in",                  "done", "422", "422", "in")
    SENT             = Answers("405", "405", "in",                  "done", "403", "403", "in")
    SENT_EXPLAINED   = Answers("405", "405", "in",                  "done", "422", "403", "in")
    # A piece of a page, for scripts; a draft, kept while it is written.
    PIECE            = Answers("405", "405", "in",                  "200",  "403", "403", "in")
    KEPT             = Answers("405", "405", "in",                  "kept", "403", "403", "in")
    # Taking back what one has not given, or has given once already, leads back too, and changes nothing.
    TAKEN_BACK       = Answers("302", "302", "in",                  "302",  "403", "403", "in")
    DROPPED          = Answers("405", "405", "in",                  "302",  "403", "403", "in")
    # What is another's is not there.
    OWNED            = Answers("200", "404", "in",                  "done", "404", "404", "in")
    READ_OWNED       = Answers("200", "404", "404",                 "405",  "405", "405", "405")
    LEADS_ON         = Answers("302", "302", "302",                 "405",  "405", "405", "405")
    EXAMPLE          = Answers("200", "403", "200",                 "404",  "404", "404", "404")
    # Pages of the entrance have nothing to say to somebody who is in.
    ENTRANCE         = Answers("302", "302", "200",                 "302",  "302", "302", "422")
    SIGN_OUT         = Answers("200", "302", "302",                 "302",  "302", "302", "302")
    ASKED            = Answers("200", "403", "200",                 "422",  "422", "422", "422")
    OF_MINE          = Answers("200", "403", "in",                  "422",  "422", "422", "in")
    LEADS_TO_ONESELF = Answers("200", "403", "in",                  "302",  "302", "302", "in")
    ELSEWHERE        = Answers("302", "302", "in",                  "302",  "302", "302", "in")
    NONE_OF_MINE     = Answers("404", "404", "in",                  "404",  "404", "404", "in")
    NONE_TO_READ     = Answers("404", "404", "in",                  "405",  "405", "405", "in")
    NONE_TO_SEND     = Answers("405", "405", "in",                  "404",  "404", "404", "in")
    NOWHERE          = Answers("404", "404", "404",                 "405",  "405", "405", "405")
    # A link that is worth nothing says so.
    VOID             = Answers("200", "200", "200",                 "404",  "404", "404", "404")
    VOID_KEY         = Answers("200", "200", "200",                 "200",  "200", "200", "200")
    # fmt: on


EVERYBODY = frozenset(ROLES)
# Of no consultation.
CITY = frozenset({""})


@dataclass(frozen=True)
class Page:
    """``args`` follow the consultation's number; a word among them is one of the city's keys.

    ``acts``: what its form does, any of them; ``on``: what that is done to, as seen by the ``owner`` — anybody else
    does it to another's. ``opens``: who may open the page, where that does not follow from the acts. ``there``: the
    consultations in which it exists. ``first_who``: whoever is refused, but those of ``past``, is not told whether it
    does. ``but``: answers
    that differ, by role and state. ``told``: what is sent beside what stands in the form; ``alone`` if nothing else is.
    ``ahead``: what precedes the consultation's number in the address; ``is_numbered``: whether that is in it at all.
    """

    name: str
    manner: Manner
    args: tuple[int | str, ...] = ()
    acts: frozenset[str] = frozenset()
    on: On = On.ACTIVITY
    owner: str = ""
    opens: frozenset[str] | None = None
    there: frozenset[str] = ANY
    first_who: bool = False
    past: frozenset[str] = frozenset()
    but: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False
    ahead: str = ""
    is_numbered: bool = True

    def may_send(self, role: str, state: str) -> bool:
        if not self.acts:
            return self.may_open(role, state)
        when, condition = LIFE[state]
        role = in_place_of(role, state)
        return any(
            role == AGENT and condition in LEADING[act]
            if act in LEADING
            else is_open(role, act, self._as_seen_by(role), when, condition)
            for act in self.acts
        )

    def may_open(self, role: str, state: str) -> bool:
        return self.may_send(role, state) if self.opens is None else in_place_of(role, state) in self.opens

    def _as_seen_by(self, role: str) -> On:
        if not self.owner or role == self.owner:
            return self.on
        return {On.OWN: On.ANOTHERS, On.OWN_WITHDRAWN: On.ANOTHERS_WITHDRAWN}.get(self.on, self.on)

    def answers(self, role: str, state: str) -> tuple[str, str]:
        """What this role is answered that asks for it, and that sends its form."""
        manner, is_visitor = self.manner.value, role == VISITOR
        if (role, state) in self.but:
            return self.but[role, state]
        if is_visitor and manner.visitor == "in":
            return "in", "in"
        opens, sends = self.may_open(role, state), self.may_send(role, state)
        asked = manner.opened if opens else manner.visitor if is_visitor else manner.refused
        sent = (
            manner.sent if sends
            else manner.sent_too_early if opens
            else manner.sent_by_visitor if is_visitor
            else manner.sent_in_vain
        )  # fmt: skip
        is_shown = state not in DRAFTS or in_place_of(role, state) in SEE_DRAFTS
        is_told_why = self.first_who and not opens and in_place_of(role, state) not in self.past
        if is_shown and (state in self.there or is_told_why):
            return asked, sent
        return "405" if asked == "405" else "404", "405" if sent == "405" else "404"
