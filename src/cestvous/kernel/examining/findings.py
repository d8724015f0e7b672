"""What is found when a file is looked at: a picture drawn anew, or why it is not taken."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a file is not taken. Whoever shows it has words for each."""

    NOT_WHAT_IT_SAYS = "not-what-it-says"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too-many-pixels"
    UNPACKS_TO_TOO_MUCH = "unpacks-to-too-much"
    TAKES_TOO_MUCH = "takes-too-much"
    LOCKED = "locked"
    MACROS = "macros"
    ACTS = "acts"
    CARRIES = "carries"
    FETCHES = "fetches"


class Unfit(Exception):
    """A file that is not taken; ``told`` fills the words in."""

    def __init__(self, why: Why, **told: int) -> None:
        super().__init__(why.value)
        self.why, self.told = why, told


@dataclass(frozen=True)
class Drawn:
    """A picture as it will be served, with its smaller sister if there is one; sides in pixels."""

    suffix: str
    media_type: str
    content: bytes
    width: int
    height: int
    small: bytes = b""
    small_width: int = 0
