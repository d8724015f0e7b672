"""The remarks of a discussion: read as plain values, by which each argument is drawn once with its replies."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.discussions.models import Comment, Endorsement, Side
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Among, Blank, Prepared
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.design.drawing import Part
from cestvous.web.discussions.place import Discussion, ThreadUrls
from cestvous.web.sources import Said, said

SideShown = Literal["", "for", "against"]
_SIDES: dict[str, SideShown] = {Side.FOR: "for", Side.AGAINST: "against", Side.NEUTRAL: ""}
# All that a remark shows: whatever of it changes makes another row, hence another drawing.
_COLUMNS = (
    *("id", "number", "path", "depth", "side", "endorsement_count", "tally_elsewhere"),
    *("source__id", "source__standing", "source__standing_since", "source__said_at", "source__recorded_at"),
    *("source__language", "source__author_is_shown"),
    *("source__author__id", "source__author__kind", "source__author__name"),
    *("source__author__person__id", "source__author__person__name"),
    *("source__mandate__id", "source__mandate__role", "source__mandate__function"),
    *("source__current__id", "source__current__number", "source__current__title", "source__current__body"),
    "source__current__place",
)
_COMMENTS = Instances(Comment, *_COLUMNS)
_PATH = _COLUMNS.index("path")
_judged_by = itemgetter(
    *map(_COLUMNS.index, ("path", "source__standing", "source__author__kind", "source__author__person__id"))
)


@dataclass(frozen=True)
class RemarkShown:
    """One comment, with the replies that stand on this page. An empty address is an act that is not offered.

    ``is_context``: shown again because replies to it go on from the page before. ``elsewhere``: endorsements that
    another platform counted.
    """

    number: int
    said: Said
    side: SideShown
    endorsements: int
    elsewhere: int | None
    is_context: bool
    url: str
    reply_url: str = ""
    endorse_url: str = ""
    unendorse_url: str = ""
    withdraw_url: str = ""
    replies: list["RemarkShown"] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"c{self.number}"

    @property
    def note(self) -> str:
        return _("continued from the page before") if self.is_context else ""

    @property
    def has_acts(self) -> bool:
        return bool(self.reply_url or self.endorse_url or self.unendorse_url or self.withdraw_url)


class Remark(NamedTuple):
    """A comment as the database gives it, and what of it depends on who reads, when and where.

    ``agrees``: the reader does; ``may_reply`` and ``may_endorse``: so the reader may.
    """

    row: tuple[Any, ...]
    is_context: bool
    is_own: bool
    agrees: bool
    may_reply: bool
    may_endorse: bool


@dataclass(frozen=True)
class Arguments:
    """The remarks of one page, as arguments with the replies to them, in reading order."""

    urls: ThreadUrls
    reader: Reader
    remarks: Sequence[Sequence[Remark]]

    def __len__(self) -> int:
        return len(self.remarks)

    @property
    def have_buttons(self) -> bool:
        """Is there anything to agree with, or no longer? All of these buttons send one form of the page."""
        return any(remark.agrees or remark.may_endorse for argument in self.remarks for remark in argument)

    @property
    def shown(self) -> list[RemarkShown]:
        return [self._argument(argument) for argument in self.remarks]

    @property
    def known_by(self) -> tuple[Hashable, ...]:
        """The values from which all that is shown of them follows. Plain ones are soonest compared."""
        return self._known(*self.remarks)

    @property
    def drawn(self) -> list[SafeString]:
        """Each, where nothing has changed in it, as it was drawn before."""
        template, name = "discussions/remark.html", "shown"
        return [
            Part(template, name, self._known(argument), partial(self._argument, argument)).drawn
            for argument in self.remarks
        ]

    def _known(self, *arguments: Sequence[Remark]) -> tuple[Hashable, ...]:
        values = tuple(tuple(map(tuple, argument)) for argument in arguments)
        return (self.urls.thing, self.urls.number, self.urls.n, values)

    def _argument(self, remarks: Sequence[Remark]) -> RemarkShown:
        by_path: dict[str, RemarkShown] = {}
        for remark in remarks:
            comment = _COMMENTS.of(remark.row)
            shown = by_path[comment.path] = _shown(self.urls, comment, self.reader, remark)
            if above := by_path.get(_above(comment.path)):
                above.replies.append(shown)
        return next(iter(by_path.values()))


def _shown(urls: ThreadUrls, comment: Comment, reader: Reader, remark: Remark) -> RemarkShown:
    number, is_shown = comment.number, comment.source.is_published
    return RemarkShown(
        number=number,
        said=said(comment.source, reader),
        side="" if comment.depth else _SIDES[comment.side],
        endorsements=comment.endorsement_count,
        elsewhere=comment.tally_elsewhere,
        is_context=remark.is_context,
        url=urls.of_comment(number),
        reply_url=urls.reply(number) if remark.may_reply and is_shown else "",
        endorse_url=urls.endorse(number) if remark.may_endorse else "",
        unendorse_url=urls.withdraw_endorsement(number) if remark.agrees else "",
        withdraw_url=urls.withdraw(number) if remark.is_own and is_shown else "",
    )


def remark_alone(discussion: Discussion, comment: Comment) -> RemarkShown:
    """One comment without anything to do on it: above the form that replies to it."""
    alone = Remark((), is_context=False, is_own=False, agrees=False, may_reply=False, may_endorse=False)
    return _shown(discussion.urls, comment, discussion.found.reader, alone)


def _query(of_side: bool, steps: int, signed_in: bool, most: int) -> "QuerySet[Comment, Any]":
    """Comments in reading order: of one side, from a place on that is so many ``steps`` deep.

    With what the first one replies to, so that it can be understood.
    """
    comments = Comment.objects.filter(thread=Blank("thread", BigIntegerField()))
    if of_side:
        comments = comments.filter(side=Blank("side", CharField()))
    if steps:
        from_there = Q(path__gte=Blank("start", CharField()))
        comments = comments.filter(from_there | Q(Among(F("path"), "above", CharField())))
    if not signed_in:
        return comments.in_reading_order().values_list(*_COLUMNS)[:most]
    mine = Endorsement.objects.filter(comment=OuterRef("pk"), author__person=Blank("reader", BigIntegerField()))
    return comments.annotate(mine=Exists(mine)).in_reading_order().values_list(*_COLUMNS, "mine")[:most]


_QUERY = Prepared(_query)


def rows_of(discussion: Discussion, side: str, start: str, most: int) -> list[tuple[Any, ...]]:
    """At most so many comments: one query. Each ends, for who is signed in, with whether they agree with it."""
    reader, steps = discussion.found.reader, start.split(".") if start else []
    above = [".".join(steps[:depth]) for depth in range(1, len(steps))]
    return _QUERY.rows(
        bool(side),
        len(steps),
        isinstance(reader, Person),
        most,
        thread=discussion.thread.pk,
        side=side,
        start=start,
        above=above,
        reader=reader.pk,
    )


def arguments_of(discussion: Discussion, rows: Sequence[tuple[Any, ...]], start: str, *, may_reply: bool) -> Arguments:
    """The rows as arguments with their replies. A reply whose parent is not among them stands at the top."""
    judge = _Judge(discussion)
    under: dict[str, list[Remark]] = {}
    top: list[list[Remark]] = []
    for row in rows:
        path, owned, may_endorse = judge.judged(row)
        values = row[: len(_COLUMNS)]
        agrees = row[len(_COLUMNS) :] == (True,)
        remark = Remark(values, path < start, owned, agrees, may_reply, may_endorse and not agrees)
        argument = under.get(_above(path))
        if argument is None:
            top.append(argument := [])
        under[path] = argument
        argument.append(remark)
    return Arguments(discussion.urls, discussion.found.reader, top)


class _Judge:
    """Whose comments are, and whether the reader may agree with them.

    A verdict depends on who reads and when, on whose words they are and on whether they are shown: of so few kinds, one
    is asked for of each.
    """

    def __init__(self, discussion: Discussion) -> None:
        self.discussion, self.reader = discussion, discussion.found.reader
        self.may_endorse_at_all = bool(discussion.may_endorse_at_all())
        self.known: dict[tuple[bool, bool], bool] = {}

    def judged(self, row: tuple[Any, ...]) -> tuple[str, bool, bool]:
        path, standing, kind, person = _judged_by(row)
        owned = person is not None and person == self.reader.pk
        if kind == AuthorKind.ORGANISATION:
            owned = is_own(self.reader, _COMMENTS.of(row).source)
        alike = (owned, standing == Standing.PUBLISHED)
        if self.may_endorse_at_all and alike not in self.known:
            self.known[alike] = bool(self.discussion.may_endorse(_COMMENTS.of(row)))
        return path, owned, self.known.get(alike, False)


def path_of(row: Sequence[Any]) -> str:
    path: str = row[_PATH]
    return path


def _above(path: str) -> str:
    return path.rpartition(".")[0]
