"""What a discussion shows: one page of remarks, each after what it replies to, with what the reader may do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cestvous.foundation.discussions.models import Comment, Side
from cestvous.kernel.verdicts import Verdict
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Facet, Link
from cestvous.web.discussions.forms import CommentForm
from cestvous.web.discussions.place import Discussion
from cestvous.web.discussions.remarks import Arguments, arguments_of, path_of, rows_of
from cestvous.web.requests import bounded

A_PAGE = 50
# So many comments are read at a glance: choosing a side would only hide some.
FEW = 5
_PLACE = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}", re.ASCII)


@dataclass(frozen=True)
class Section:
    """What has been said, as all read it. ``is_told``: the page says above already why the reader may not speak."""

    count: int
    sides: Sequence[Facet]
    arguments: Sequence[SafeString]
    start_url: str
    next_url: str
    may_comment: Verdict
    remedy: Link
    is_told: bool


@dataclass(frozen=True)
class ThreadPage:
    """One page of a discussion. ``form`` is None when ``may_comment`` refuses."""

    count: int
    arguments: Arguments
    section: Part[Section]
    may_comment: Verdict
    form: CommentForm | None
    comment_url: str

    @property
    def fields(self) -> SafeString:
        """Those of the form, which are the same for everybody."""
        return Part("discussions/comment_fields.html", "form", (), CommentForm).drawn


def thread_of(discussion: Discussion, request: HttpRequest, told: Verdict | None = None) -> ThreadPage:
    """The page of the thread that the address asks for: ?side=for, ?from=12.15 (a place in it), ?comment=12.

    One query, and one more when a comment is asked for. ``told`` is the refusal that the page says above already.
    """
    side = request.GET.get("side", "")
    side = side if side in Side.values else ""
    start = _place_of(discussion, request)
    most = A_PAGE + start.count(".")
    rows = rows_of(discussion, side, start, most + 1)
    following = path_of(rows[most]) if len(rows) > most else ""
    may_comment = discussion.may_comment()
    arguments = arguments_of(discussion, rows[:most], start, may_reply=bool(may_comment))
    return ThreadPage(
        count=discussion.thread.comment_count,
        arguments=arguments,
        section=_section(discussion, arguments, may_comment, told, side=side, start=start, following=following),
        may_comment=may_comment,
        form=CommentForm() if may_comment else None,
        comment_url=discussion.urls.comment,
    )


def _section(
    discussion: Discussion,
    arguments: Arguments,
    may_comment: Verdict,
    told: Verdict | None,
    *,
    side: str,
    start: str,
    following: str,
) -> Part[Section]:
    """``start`` and ``following``: the places in the thread from which this page and the next one go on."""
    count, remedy = discussion.thread.comment_count, discussion.remedy(may_comment)
    is_told = bool(may_comment.remedy) and may_comment == told

    def made() -> Section:
        page = discussion.urls.page
        return Section(
            count=count,
            sides=_sides(page, side) if side or count > FEW else [],
            arguments=arguments.drawn,
            start_url=_address(page, side=side) if start else "",
            next_url=_address(page, side=side, **{"from": _short(following)}) if following else "",
            may_comment=may_comment,
            remedy=remedy,
            is_told=is_told,
        )

    known_by = (arguments.known_by, count, side, bool(start), following, may_comment, remedy, is_told)
    return Part("discussions/section.html", "section", known_by, made)


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
