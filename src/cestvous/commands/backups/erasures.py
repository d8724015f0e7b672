"""The list of erased accounts, kept apart from backups: one that is restored brings them back, and they go again.

JSON Lines: a first line that says what this is, then one for each erasure. It names nobody: an account by its number
and by the instant at which it was opened, which the backup alone can tie to somebody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cestvous.commands.backups.archive import open_for_us_alone
from cestvous.commands.backups.problems import BackupProblem
from cestvous.foundation.people.models import Person
from cestvous.institutions.privacy.actions import erase_again
from cestvous.institutions.privacy.models import Erasure, Words
from cestvous.institutions.privacy.policy import Wish

FORMAT, VERSION = "cestvous-erasures", 1


@dataclass(frozen=True)
class Erased:
    """One line of the list."""

    account: int
    opened_at: datetime
    wish: Wish


def keep(path: Path) -> int:
    """Write the list in place of the one that was there, all of it or nothing. Returns how many erasures it holds.

    Raises BackupProblem if the one that was there knows of erasures that a restored backup has undone.
    """
    if path.exists() and any(_is_back(one) for one in read(path)):
        raise BackupProblem(
            _(
                "%(file)s lists accounts that are here again: a backup was restored without it. "
                "Restore with --erasures first; nothing was written."
            )
            % {"file": path}
        )
    partial = path.with_name(f"{path.name}.partial")
    count = 0
    try:
        with open_for_us_alone(partial) as file:
            file.write(_line({"format": FORMAT, "version": VERSION, "site": settings.SITE_URL}))
            for row in Erasure.objects.order_by("pk").iterator():
                file.write(
                    _line(
                        {
                            "account": row.account,
                            "opened_at": row.opened_at.isoformat(),
                            "contributions": row.contributions,
                            "others": row.others,
                        }
                    )
                )
                count += 1
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _is_back(one: Erased) -> bool:
    return Person.objects.filter(pk=one.account, joined_at=one.opened_at, erased_at__isnull=True).exists()


def _line(told: dict[str, object]) -> bytes:
    return json.dumps(told, sort_keys=True).encode() + b"\n"


def read(path: Path) -> list[Erased]:
    """The list, whole. Raises BackupProblem for anything else, OSError for what can't be read."""
    try:
        head, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if (head["format"], head["version"]) != (FORMAT, VERSION):
            raise ValueError
        return [_erased(line) for line in lines]
    except (ValueError, KeyError, TypeError):
        raise BackupProblem(_("%(file)s is no list that cestvous erasures wrote.") % {"file": path}) from None


def _erased(line: dict[str, Any]) -> Erased:
    wish = Wish(Words(line["contributions"]), Words(line["others"]))
    return Erased(int(line["account"]), datetime.fromisoformat(line["opened_at"]), wish)


def apply(erased: list[Erased]) -> Iterator[int]:
    """Erase again what a restored backup brought back: the numbers of the accounts that were there."""
    for one in erased:
        if erase_again(account=one.account, opened_at=one.opened_at, wish=one.wish):
            yield one.account
