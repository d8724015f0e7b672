"""The fields of one line: each is taken out by its kind, and what is wrong with it is noted."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cestvous.commands.importing.problems import Problems
from cestvous.kernel import text

LARGEST_COUNT = 1_000_000_000
LONGEST_ADDRESS = 2_000
_HALF_CHARACTERS = re.compile(r"[\ud800-\udfff]")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")


class Fields:
    """What one line says. A field at fault reads as empty, and is a problem."""

    def __init__(self, line: int, raw: Mapping[str, object], problems: Problems, prefix: str = "") -> None:
        self.line = line
        self._prefix = prefix
        self._raw = raw
        self._problems = problems
        self._read: set[str] = set()
        self._faults_before = problems.count

    def are_sound(self) -> bool:
        return self._problems.count == self._faults_before

    def fault(self, name: str, reason: str) -> None:
        shown = _HALF_CHARACTERS.sub("\ufffd", f"{self._prefix}{name}")
        self._problems.add(self.line, reason, shown[:80])

    def within(self, name: str, raw: Mapping[str, object]) -> "Fields":
        """The fields of an object that stands in a field of this line."""
        return Fields(self.line, raw, self._problems, f"{name}.")

    def _take(self, name: str, *, required: bool) -> object:
        self._read.add(name)
        value = self._raw.get(name)
        if value is None and required:
            self.fault(name, _("It is missing."))
        return value

    def text(self, name: str, at_most: int, *, required: bool = True) -> str:
        """Words, cleaned, at most so many characters long."""
        value = self._take(name, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(name, _("It must be a text."))
            return ""
        words = text.clean(_HALF_CHARACTERS.sub("\ufffd", value))
        if required and not words:
            self.fault(name, _("It is empty."))
        if len(words) > at_most:
            facts = {"length": len(words), "at_most": at_most}
            self.fault(name, _("It has %(length)d characters; %(at_most)d is the most.") % facts)
            return ""
        return words

    def key(self, name: str, at_most: int = 120) -> str:
        """A name for machines: letters, digits, and . _ : - after the first."""
        value = self._take(name, required=True)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) <= LARGEST_COUNT else "-"
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > at_most or not _KEY.fullmatch(value):
            self.fault(name, _("It must be made of letters without accents, digits, and . _ : - only."))
            return ""
        return value

    def instant(self, name: str, *, required: bool = True) -> datetime | None:
        """An instant, in UTC, written as ISO 8601 with its distance from UTC."""
        value = self._take(name, required=required)
        if value is None:
            return None
        try:
            instant = datetime.fromisoformat(value if isinstance(value, str) else "")
            if instant.tzinfo is None:
                self.fault(name, _("It lacks its distance from UTC, as in 2015-09-26T14:05:04+02:00."))
                return None
            return instant.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fault(name, _("It is not an instant, such as 2015-09-26T14:05:04+02:00."))
            return None

    def count(self, name: str, *, required: bool = True) -> int | None:
        """A whole number, not below zero."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_COUNT:
            self.fault(name, _("It must be a whole number from 0 to %(largest)d.") % {"largest": LARGEST_COUNT})
            return None
        return value

    def one_of(self, name: str, known: Collection[str], default: str = "") -> str:
        """One of the words known; the default, if there is one, when it is not given."""
        value = self._take(name, required=not default)
        if value is None:
            return default
        if not isinstance(value, str) or value not in known:
            listed = ", ".join(sorted(known)[:20]) or "—"
            self.fault(name, _("It must be one of: %(known)s.") % {"known": listed})
            return default
        return value

    def address(self, name: str) -> str:
        """The address of a web page; may be missing."""
        value = self.text(name, LONGEST_ADDRESS, required=False)
        try:
            is_one = not value or (urlsplit(value).scheme in {"http", "https"} and not re.search(r"[\s<>]", value))
        except ValueError:
            is_one = False
        if not is_one:
            self.fault(name, _("It must be a web address: http:// or https://, without spaces."))
            return ""
        return value

    def object(self, name: str) -> dict[str, object] | None:
        """An object; may be missing."""
        value = self._take(name, required=False)
        if value is not None and not isinstance(value, dict):
            self.fault(name, _("It must be an object."))
            return None
        return value

    def names(self, name: str, at_most: int) -> list[str]:
        """A list of texts; may be missing."""
        value = self._take(name, required=False)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > at_most or not all(isinstance(item, str) for item in value):
            self.fault(name, _("It must be a list of at most %(at_most)d texts.") % {"at_most": at_most})
            return []
        return value

    def finish(self) -> None:
        """Whatever was not asked for is a problem: a misspelt field must not be lost unseen."""
        for name in sorted(self._raw.keys() - self._read)[:5]:
            self.fault(name, _("The format has no such field."))
