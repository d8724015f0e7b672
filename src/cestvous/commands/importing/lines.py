"""JSON Lines as they come: with or without a byte order mark, with any line ends, and never trusted."""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NoReturn

from django.utils.translation import gettext as _

from cestvous.commands.importing.problems import Problems

LONGEST_LINE = 1_000_000
DEEPEST = 4
_BOM = b"\xef\xbb\xbf"


class _Twice(ValueError):
    """An object gives one of its fields twice: which of the two is meant?"""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def objects(file: BinaryIO, problems: Problems) -> Iterator[tuple[int, dict[str, object]]]:
    """Each line that is a JSON object, with its number from 1. The others become problems; empty ones are passed over.

    Never holds more than one line, and no line longer than LONGEST_LINE bytes.
    """
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            problems.add(number, _("This line is longer than %(bytes)d bytes.") % {"bytes": LONGEST_LINE})
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LONGEST_LINE)
            continue
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if raw.strip():
            found = _parsed(number, raw, problems)
            if found is not None:
                yield number, found


def _parsed(number: int, raw: bytes, problems: Problems) -> dict[str, object] | None:
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        words = _("This line is not written in UTF-8 (byte %(position)d).")
        problems.add(number, words % {"position": error.start + 1})
    except json.JSONDecodeError as error:
        words = _("This line is not JSON: it can't be read from character %(position)d on.")
        problems.add(number, words % {"position": error.pos + 1})
    except _Twice as error:
        problems.add(number, _("This field is given twice."), str(error)[:40])
    except RecursionError:
        problems.add(number, _("This line is nested too deep."))
    except ValueError:
        problems.add(number, _("This line holds a number that can't be."))
    else:
        if _is_deep(found):
            problems.add(number, _("This line is nested too deep."))
            return None
        if isinstance(found, dict):
            return found
        problems.add(number, _("This line is not a JSON object."))
    return None


def _is_deep(found: object) -> bool:
    level = [found]
    for _depth in range(DEEPEST):
        inner = (value.values() if isinstance(value, dict) else value for value in level)
        level = [item for values in inner if isinstance(values, Iterable) for item in values if _holds_more(item)]
    return bool(level)


def _holds_more(item: object) -> bool:
    return isinstance(item, dict | list)
