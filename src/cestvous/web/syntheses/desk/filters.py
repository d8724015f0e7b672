"""What the address of the desk asks for: which texts, in which order, the one being read, the finding being written."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q, Subquery, TextChoices
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.sources.models import SourceQuerySet
from cestvous.kernel import text
from cestvous.kernel.stems import stems

WAITING, CITED, ASIDE, ALL = "waiting", "cited", "aside", "all"
FREE = ("comment", "question", "reason")
LONGEST_SEARCH, _MOST_STEMS = 120, 8
# Of an address that was sent back with a form.
_LONGEST = 1_000


class Sort(TextChoices):
    """How texts follow one another at the desk."""

    OLDEST = "oldest", _("In the order of their numbers")
    NEWEST = "newest", _("Newest first")
    ALIKE = "alike", _("Those that say the same together")


# What the rows are ordered by: a field and whether it falls; numbers decide among equals.
_ORDERS = {Sort.OLDEST: ("number",), Sort.NEWEST: ("-number",), Sort.ALIKE: ("current__fingerprint", "number")}


@dataclass(frozen=True)
class Filters:
    """What an address of the desk asks for.

    ``text``: the one being read ("contribution-12"), the first of the list by default. ``finding``: the one last cited
    into, proposed first. ``write``: the one open beside the texts. ``like``: only texts that resemble the contribution
    of this number. ``reason``: the one last given. ``done``: the text that was just accounted for.
    """

    show: str = WAITING
    theme: str = ""
    place: str = ""
    q: str = ""
    sort: str = ""
    like: int = 0
    text: str = ""
    finding: int = 0
    write: int = 0
    reason: str = ""
    done: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """From an address. Whatever can't be understood is left out."""
        show, sort = query.get("show", WAITING), query.get("sort", "")
        numbers = {
            name: int(value)
            for name in ("like", "finding", "write")
            if (value := query.get(name, "")).isascii() and value.isdigit() and len(value) < 10
        }
        show = show if show in (WAITING, CITED, ASIDE, ALL, *FREE) else WAITING
        q, key = text.clean(query.get("q", "")[:LONGEST_SEARCH]), query.get("text", "")
        if q.isascii() and q.isdigit() and len(q) < 10:
            # A number alone names a text.
            q, key = "", f"{show if show in FREE else 'contribution'}-{int(q)}"
        return cls(
            show=show,
            theme=_slug(query.get("theme", "")),
            place=_slug(query.get("place", "")),
            q=q,
            sort=sort if sort in Sort and sort != Sort.OLDEST else "",
            text=key if parted(key) else "",
            reason=_slug(query.get("reason", "")),
            done=done if parted(done := query.get("done", "")) else "",
            **numbers,
        )

    @classmethod
    def back(cls, request: HttpRequest) -> Self:
        """Where on the desk the form that was sent stood."""
        return cls.of(QueryDict(request.POST.get("back", request.GET.get("back", ""))[:_LONGEST]))

    @property
    def query(self) -> str:
        asked = {name: value for name, value in self.__dict__.items() if value and (name, value) != ("show", WAITING)}
        return urlencode(asked)

    @property
    def kept(self) -> dict[str, str | int]:
        """What a form that searches or sorts keeps of the address, as hidden fields."""
        names = ("show", "theme", "place", "finding", "write", "reason")
        return {name: value for name in names if (value := self.__dict__[name])}

    def url(self, desk: str) -> str:
        return f"{desk}?{self.query}" if self.query else desk

    def fresh(self, **changes: object) -> Self:
        """The list from its beginning, with these changes."""
        return replace(self, **({"text": "", "done": ""} | changes))  # type: ignore[arg-type]  # names of our own fields

    @property
    def is_narrowed(self) -> bool:
        return bool(self.theme or self.place or self.q or self.like)

    @property
    def stems(self) -> list[str]:
        return stems(self.q)[:_MOST_STEMS]

    @property
    def order(self) -> tuple[str, ...]:
        return _ORDERS[Sort(self.sort or Sort.OLDEST)]

    def beyond(self, chosen: SourceQuerySet) -> Q:
        """What comes after the ``chosen`` text in the order of the list."""
        if self.sort == Sort.NEWEST:
            return Q(number__lt=Subquery(chosen.values("number")))
        after = Q(number__gt=Subquery(chosen.values("number")))
        if self.sort != Sort.ALIKE:
            return after
        words = Subquery(chosen.values("current__fingerprint"))
        return Q(current__fingerprint__gt=words) | (Q(current__fingerprint=words) & after)


def parted(key: str) -> tuple[str, int] | None:
    """The kind and the number of a text, from its key "contribution-12"; None if it is none."""
    kind, _dash, number = key.partition("-")
    if kind in ("contribution", *FREE) and number.isascii() and number.isdigit() and len(number) < 10:
        return kind, int(number)
    return None


def _slug(value: str) -> str:
    return value if len(value) <= 50 and value.replace("-", "").replace("_", "").isalnum() else ""
