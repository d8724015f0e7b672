"""How a thing that everybody may name points at its owner, which it must not know."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Reference:
    """A thing's public name: "contribution n° 127 of consultation n° 3". ``consultation`` is None outside one."""

    kind: str
    number: int
    consultation: int | None = None

    def __str__(self) -> str:
        return f"{self.consultation or '-'}/{self.kind}/{self.number}"
