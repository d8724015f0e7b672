"""The list of contributions: cards, and the ways to sort and to narrow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution, Row
from cestvous.kernel.text import set_in
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Numbered, registers_of
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.voices import who_took_part
from cestvous.web.contributions.accounts import Account, accounts_of
from cestvous.web.contributions.asking import Asked
from cestvous.web.contributions.marking import excerpt, marked
from cestvous.web.contributions.narrowing import MOST_COUNTED, Narrowing, counted_of
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Link
from cestvous.web.remedies import remedy_of
from cestvous.web.sources import Said, said

A_PAGE = 20


@dataclass(frozen=True)
class Card:
    """One contribution in the list. What was searched for is marked in ``title``, ``excerpt`` and ``place``."""

    number: int
    said: Said
    title: str
    excerpt: str
    place: str
    kicker: str
    url: str
    comments: str
    files: str
    versions: str
    same_text: int
    same_url: str
    account: Account | None
    in_favour: int
    mixed: int
    against: int


@dataclass(frozen=True)
class Above:
    """What stands above the cards. ``asked``: what its form keeps. ``count_line`` says how many contributions there
    are, and how many people took part.

    ``again_url`` draws another order, where the order was drawn. ``has_facets``: the list can be narrowed.
    """

    asked: Asked
    count_line: str
    narrowed_line: str
    withdrawn_line: str
    all_url: str
    again_url: str
    contribute_url: str
    may_contribute: Verdict
    remedy: Link
    is_narrowed: bool
    has_facets: bool
    has_cards: bool


@dataclass(frozen=True)
class Listing:
    """A page of the list."""

    above: Above
    cards: Sequence[Part[Card]]
    narrowing: Part[Narrowing]
    first_url: str
    older_url: str
    is_newest_first: bool


def listing_of(found: Found, asked: Asked) -> Listing:
    """The list as the address asks for it: at most five queries, whatever its length."""
    consultation = found.consultation
    page, contribute = (reverse(name, args=[consultation.number]) for name in ("contributions", "contribute"))
    shown, are_more = asked.some(consultation, A_PAGE)
    stems = tuple(asked.stems)
    accounts = accounts_of(consultation, [row.source for row in shown])
    registers = registers_of(consultation)
    may_contribute = found.may(kind.SUBMIT, found.activity(kind.NAME))
    counted = counted_of(consultation, asked)
    narrowing = counted.narrowing(asked, page)
    return Listing(
        above=Above(
            asked=replace(asked, before=0, place=0),
            count_line=_count_line(registers),
            narrowed_line=_narrowed_line(asked, counted.left(asked)) if asked.is_narrowed else "",
            withdrawn_line=_withdrawn_line(registers.get(kind.NAME)),
            all_url=page,
            again_url=asked.address(page, seed=0) if asked.seed else "",
            contribute_url=contribute,
            may_contribute=may_contribute,
            remedy=remedy_of(found, may_contribute, kind.SUBMIT, contribute),
            is_narrowed=asked.is_narrowed,
            has_facets=bool(narrowing.drawn.strip()),
            has_cards=bool(shown),
        ),
        cards=[_part(consultation.number, row, accounts.get(row.source), page, stems) for row in shown],
        narrowing=narrowing,
        first_url=asked.address(page) if asked.before else "",
        older_url=asked.older(page, shown[-1]) if are_more and shown else "",
        is_newest_first=asked.is_newest_first,
    )


def _part(consultation: int, row: Row, account: Account | None, page: str, stems: tuple[str, ...]) -> Part[Card]:
    """One card: the same as long as its row is, and what the synthesis makes of it, and what is searched for."""
    known_by = (row.values, account, stems)
    return Part(
        "contributions/card.html",
        "card",
        known_by,
        lambda: _card(consultation, row.contribution(), account, page, stems),
    )


def _card(consultation: int, row: Contribution, account: Account | None, page: str, stems: tuple[str, ...]) -> Card:
    words, files = said(row.source), row.__dict__["file_count"]
    kicker = [_("n° %(number)d") % {"number": row.number}]
    kicker += [part.name for part in (row.theme, row.neighbourhood) if part]
    same: int = row.__dict__["same_text"]
    comments = row.thread.comment_count
    return Card(
        number=row.number,
        said=words,
        title=marked(set_in(words.language, words.title), stems),
        excerpt=excerpt(str(words.body), words.language, stems),
        place=marked(words.place, stems) if words.place else "",
        kicker=" · ".join(kicker),
        url=reverse("contribution", args=[consultation, row.number]),
        comments=ngettext("%(count)d comment", "%(count)d comments", comments) % {"count": comments},
        files=ngettext("%(count)d file", "%(count)d files", files) % {"count": files} if files else "",
        versions=_("version %(number)d") % {"number": words.version} if words.version > 1 else "",
        same_text=same if same > 1 else 0,
        same_url=Asked(same_as=row.number).address(page) if same > 1 else "",
        account=account,
        in_favour=row.for_count,
        mixed=row.mixed_count,
        against=row.against_count,
    )


def _count_line(registers: dict[str, Numbered]) -> str:
    counts = {name: numbered.count for name, numbered in registers.items()}
    said_count = counts.get(kind.NAME, 0)
    if not said_count:
        return ""
    contributions = ngettext("%(count)d contribution", "%(count)d contributions", said_count) % {"count": said_count}
    return f"{contributions} · {who_took_part(counts)}"


def _narrowed_line(asked: Asked, left: int) -> str:
    if left > MOST_COUNTED and not asked.is_kept:
        return _("More than %(count)d contributions") % {"count": MOST_COUNTED}
    if asked.q:
        words = ngettext("%(count)d contribution found", "%(count)d contributions found", left)
    elif asked.is_cited:
        words = ngettext(
            "%(count)d contribution cited by the synthesis", "%(count)d contributions cited by the synthesis", left
        )
    elif asked.same_as:
        words = ngettext("%(count)d contribution says this", "%(count)d contributions say the same", left)
    else:
        words = ngettext("%(count)d contribution in this choice", "%(count)d contributions in this choice", left)
    return words % {"count": left}


def _withdrawn_line(numbered: Numbered | None) -> str:
    missing = numbered.last_number - numbered.count if numbered else 0
    if not missing:
        return ""
    words = ngettext(
        "%(count)d contribution is no longer shown: it was withdrawn by its author or hidden by moderation.",
        "%(count)d contributions are no longer shown: they were withdrawn by their authors or hidden by moderation.",
        missing,
    )
    return words % {"count": missing}
