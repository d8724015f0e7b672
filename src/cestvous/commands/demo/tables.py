"""Reading TOML with care: whatever is wrong is said with the file and the key at fault."""

import tomllib
from collections.abc import Collection, Mapping
from typing import TypeVar

Kind = TypeVar("Kind")


class BrokenText(ValueError):
    """A text of the example city that can't be used: which file, which key, why."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place


class Table:
    """One table of a file. Every key is read once, checked, and those that nobody asked for are refused."""

    def __init__(self, content: Mapping[str, object], place: str) -> None:
        self.place = place
        self._content = content
        self._unread = set(content)

    @classmethod
    def from_toml(cls, text: str, name: str) -> "Table":
        """The whole of a file called ``name``. Raises BrokenText if it is not TOML."""
        try:
            return cls(tomllib.loads(text), name)
        except tomllib.TOMLDecodeError as error:
            raise BrokenText(name, str(error)) from error

    def at(self, key: str) -> str:
        """Where a key stands, in words for an error."""
        return f"{self.place} › {key}"

    def broken(self, key: str, problem: str) -> BrokenText:
        return BrokenText(self.at(key), problem)

    def has(self, key: str) -> bool:
        return key in self._content

    def _take(self, key: str, kind: type[Kind]) -> Kind:
        self._unread.discard(key)
        if key not in self._content:
            raise self.broken(key, "is missing")
        found = self._content[key]
        # In Python a bool is an int; in TOML it is not.
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.broken(key, f"should be of type {kind.__name__}, not {type(found).__name__}")
        return found

    def words(self, key: str, at_most: int | None = None) -> str:
        """A text that is not empty, of ``at_most`` so many characters."""
        found: str = self._take(key, str).strip()
        if not found:
            raise self.broken(key, "is empty")
        if at_most is not None and len(found) > at_most:
            raise self.broken(key, f"has {len(found)} characters, {at_most} at most")
        return found

    def perhaps(self, key: str, at_most: int | None = None) -> str:
        """A text, or an empty one if the key is absent."""
        return self.words(key, at_most) if self.has(key) else ""

    def number(self, key: str, *, at_least: int = 0, at_most: int | None = None) -> int:
        found: int = self._take(key, int)
        if found < at_least or (at_most is not None and found > at_most):
            raise self.broken(key, f"should be {at_least} at least" + (f", {at_most} at most" if at_most else ""))
        return found

    def flag(self, key: str) -> bool:
        """True or false; false if the key is absent."""
        return bool(self._take(key, bool)) if self.has(key) else False

    def one_of(self, key: str, known: Collection[str]) -> str:
        """One of the names that are known."""
        found = self.words(key)
        if found not in known:
            raise self.broken(key, f"{found!r} is not one of: {', '.join(sorted(known))}")
        return found

    def some_of(self, key: str, known: Collection[str], *, at_least: int = 1) -> tuple[str, ...]:
        """A list of names that are known, each once."""
        found: list[str] = self._take(key, list)
        unknown = [name for name in found if name not in known]
        if unknown:
            raise self.broken(key, f"{unknown[0]!r} is not one of: {', '.join(sorted(known))}")
        if len(found) < at_least or len(set(found)) != len(found):
            raise self.broken(key, f"should name each one once, and {at_least} at least")
        return tuple(found)

    def table(self, key: str) -> "Table":
        return Table(self._take(key, dict), self.at(key))

    def tables(self, key: str) -> list["Table"]:
        """The tables of a list; none if the key is absent. Each goes by its own key, or by its rank from 1."""
        if not self.has(key):
            return []
        rows: list[object] = self._take(key, list)
        tables = [row for row in rows if isinstance(row, dict)]
        if len(tables) < len(rows):
            raise self.broken(key, "should be a list of tables")
        return [Table(row, self.at(f"{key}[{row.get('key', rank)}]")) for rank, row in enumerate(tables, 1)]

    @property
    def names(self) -> list[str]:
        """The keys, for a table whose keys are names."""
        return list(self._content)

    def finished(self) -> None:
        """Refuse the keys that nobody asked for: most often a slip of the pen."""
        if self._unread:
            raise self.broken(min(self._unread), "is not a key that is known here")
