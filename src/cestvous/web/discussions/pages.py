"""What a discussion shows: one page of remarks, each after what it replies to, with what the reader may do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cestvous.foundation.discussions.models import Comment, Endorsement, Side
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Verdict
from cestvous.web.design.shapes import Facet, Link
from cestvous.web.discussions.forms import CommentForm
from cestvous.web.discussions.place import Discussion
from cestvous.web.requests import bounded
from cestvous.web.sources import Said, said

A_PAGE = 50
# So many comments are read at a glance: choosing a side would only hide some.
FEW = 5
_SIDES: dict[str, Literal["", "for", "against"]] = {Side.FOR: "for", Side.AGAINST: "against", Side.NEUTRAL: ""}
_PLACE = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}", re.ASCII)


@dataclass(frozen=True)
class RemarkShown:
    """One comment, with the replies that stand on this page. An empty address is an act that is not offered.

    ``is_context``: shown again because replies to it go on from the page before. ``elsewhere``: endorsements that
    another platform counted.
    """

    number: int
    said: Said
    side: Literal["", "for", "against"]
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

    @property
    def has_forms(self) -> bool:
        """Is anything sent from it, or from a reply to it? A form is drawn for one reader, the rest for everybody."""
        return bool(self.endorse_url or self.unendorse_url) or any(reply.has_forms for reply in self.replies)


@dataclass(frozen=True)
class ThreadPage:
    """One page of a discussion. ``form`` is None when ``may_comment`` refuses."""

    count: int
    sides: Sequence[Facet]
    remarks: Sequence[RemarkShown]
    start_url: str
    next_url: str
    may_comment: Verdict
    form: CommentForm | None
    comment_url: str
    remedy: Link


def thread_of(discussion: Discussion, request: HttpRequest) -> ThreadPage:
    """The page of the thread that the address asks for: ?side=for, ?from=12.15 (a place in it), ?comment=12.

    One query, and one more when a comment is asked for.
    """
    side = request.GET.get("side", "")
    side = side if side in Side.values else ""
    start = _place_of(discussion, request)
    comments = list(_from(_seen_by(discussion, side), start)[: A_PAGE + 1 + start.count(".")])
    following = comments[A_PAGE + start.count(".") :]
    shown = comments[: len(comments) - len(following)]
    may_comment = discussion.may_comment()
    page = discussion.urls.page
    return ThreadPage(
        count=discussion.thread.comment_count,
        sides=_sides(page, side) if side or discussion.thread.comment_count > FEW else [],
        remarks=_nested(discussion, shown, start, can_reply=bool(may_comment)),
        start_url=_address(page, side=side) if start else "",
        next_url=_address(page, side=side, **{"from": _short(following[0].path)}) if following else "",
        may_comment=may_comment,
        form=CommentForm() if may_comment else None,
        comment_url=discussion.urls.comment,
        remedy=discussion.remedy(),
    )


def _seen_by(discussion: Discussion, side: str) -> QuerySet[Comment]:
    """The comments in reading order, each with ``mine``: does the reader agree?"""
    comments = Comment.objects.filter(thread=discussion.thread, **({"side": side} if side else {}))
    reader = discussion.found.reader
    if isinstance(reader, Person):
        mine = Endorsement.objects.filter(comment=OuterRef("pk"), author__person=reader)
        comments = comments.annotate(mine=Exists(mine))
    return comments.as_remarks().in_reading_order()


def _from(comments: QuerySet[Comment], start: str) -> QuerySet[Comment]:
    """From a place on, with what the first one replies to, so that it can be understood."""
    if not start:
        return comments
    steps = start.split(".")
    above = [".".join(steps[:depth]) for depth in range(1, len(steps))]
    return comments.filter(Q(path__gte=start) | Q(path__in=above))


def _place_of(discussion: Discussion, request: HttpRequest) -> str:
    """The path from which the page starts; empty for the beginning of the thread."""
    place = request.GET.get("from", "")
    if _PLACE.fullmatch(place):
        return ".".join(step.zfill(9) for step in place.split("."))
    number = bounded(request, "comment", default=0)
    return _place_of_comment(discussion, number) if number else ""


def _place_of_comment(discussion: Discussion, number: int) -> str:
    """Where the page that holds a comment starts: at it, unless it stands on the first page."""
    of_thread = Comment.objects.filter(thread=discussion.thread)
    earlier = (
        of_thread.filter(path__lt=OuterRef("path")).order_by().values("thread").annotate(n=Count("pk")).values("n")
    )
    wanted = of_thread.filter(number=number).annotate(earlier=Subquery(earlier)).order_by("pk")
    found = wanted.values_list("path", "earlier").first()
    return found[0] if found and (found[1] or 0) >= A_PAGE else ""


def _nested(discussion: Discussion, comments: Sequence[Comment], start: str, *, can_reply: bool) -> list[RemarkShown]:
    """The comments as a tree. One whose parent is not among them stands at the top."""
    can_endorse = bool(discussion.may_endorse_at_all())
    by_path: dict[str, RemarkShown] = {}
    top: list[RemarkShown] = []
    for comment in comments:
        may_endorse = can_endorse and bool(discussion.may_endorse(comment))
        remark = _remark(discussion, comment, comment.path < start, can_reply=can_reply, may_endorse=may_endorse)
        by_path[comment.path] = remark
        above = by_path.get(comment.path.rpartition(".")[0])
        (above.replies if above else top).append(remark)
    return top


def _remark(
    discussion: Discussion, comment: Comment, is_context: bool, *, can_reply: bool, may_endorse: bool
) -> RemarkShown:
    urls, number = discussion.urls, comment.number
    is_shown, mine = comment.source.is_published, comment.__dict__.get("mine", False)
    words = said(comment.source, discussion.found.reader)
    return RemarkShown(
        number=number,
        said=words,
        side="" if comment.depth else _SIDES[comment.side],
        endorsements=comment.endorsement_count,
        elsewhere=comment.tally_elsewhere,
        is_context=is_context,
        url=urls.of_comment(number),
        reply_url=urls.reply(number) if can_reply and is_shown else "",
        endorse_url=urls.endorse(number) if may_endorse and not mine else "",
        unendorse_url=urls.withdraw_endorsement(number) if mine else "",
        withdraw_url=urls.withdraw(number) if words.is_own and is_shown else "",
    )


def remark_alone(discussion: Discussion, comment: Comment) -> RemarkShown:
    """One comment without anything to do on it: above the form that replies to it."""
    urls = discussion.urls
    return RemarkShown(
        number=comment.number,
        said=said(comment.source, discussion.found.reader),
        side="" if comment.depth else _SIDES[comment.side],
        endorsements=comment.endorsement_count,
        elsewhere=comment.tally_elsewhere,
        is_context=False,
        url=urls.of_comment(comment.number),
    )


def _sides(page: str, current: str) -> list[Facet]:
    titles = {Side.FOR: _("Arguments for"), Side.AGAINST: _("Arguments against"), Side.NEUTRAL: _("Neither")}
    return [
        Facet(title, _address(page, side="" if side == current else side), is_current=side == current)
        for side, title in titles.items()
    ]


def _short(path: str) -> str:
    """ "12.15" for the path "000000012.000000015"."""
    return ".".join(step.lstrip("0") for step in path.split("."))


def _address(page: str, **asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{page}{'?' + query if query else ''}#discussion"
