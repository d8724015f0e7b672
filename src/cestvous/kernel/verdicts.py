"""A Verdict says yes, or no with its reason and with what would change it, in words a resident understands."""

from dataclasses import dataclass
from typing import Self


class Refused(Exception):
    """An act was refused. Carries the verdict, so that page, API and command line say the same words."""

    def __init__(self, verdict: "Verdict") -> None:
        super().__init__(str(verdict.reason))
        self.verdict = verdict


class NotThere(Refused):
    """Refused to somebody who must not even learn that the thing exists."""


@dataclass(frozen=True)
class Verdict:
    """The answer to "may this person do this, here and now?"."""

    granted: bool
    reason: str = ""
    remedy: str = ""
    hidden: bool = False

    @classmethod
    def yes(cls) -> Self:
        return cls(granted=True)

    @classmethod
    def no(cls, reason: str, *, remedy: str = "") -> Self:
        """A refusal; ``remedy`` says what would change it ("sign in", "opens on 3 March")."""
        return cls(granted=False, reason=reason, remedy=remedy)

    @classmethod
    def not_there(cls, reason: str) -> Self:
        """A refusal that does not admit that the thing exists."""
        return cls(granted=False, reason=reason, hidden=True)

    def __bool__(self) -> bool:
        return self.granted

    def or_deny(self) -> None:
        """Return quietly if granted. Raises Refused, or NotThere, otherwise."""
        if not self.granted:
            raise (NotThere if self.hidden else Refused)(self)
