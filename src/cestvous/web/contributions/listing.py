"""The list of contributions: cards, and the ways to sort and to narrow it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BigAutoField, Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import (
    AT_LEAST_TIMES,
    AT_MOST_TIMES,
    SEVERAL,
    Contribution,
    Drawer,
    Row,
    Tendency,
)
from cestvous.kernel.databases.prepared import Among, Prepared
from cestvous.kernel.text import set_in
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Consultation, Register
from cestvous.web.consultations.concluded import has_published_synthesis
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.voices import who_took_part
from cestvous.web.contributions.accounts import Account, accounts_of
from cestvous.web.contributions.asking import ORGANISATIONS, Asked
from cestvous.web.contributions.marking import excerpt, marked
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Facet, FacetGroup, Link
from cestvous.web.remedies import remedy_of
from cestvous.web.sources import Said, said

# Found by words, more are not counted: each would have to be looked at.
A_PAGE, MOST_COUNTED = 20, 500
# Theme, neighbourhood, tendency, whether for many, the names of the first two, and how many there are.
Combination = tuple[Any, ...]


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
class Listing:
    """A page of the list. ``asked``: what its form keeps. ``count_line`` says how many contributions there are, and how
    many people took part.

    ``again_url`` draws another order, where the order was drawn. ``tendencies`` says in words what the facets on
    positions mean.
    """

    cards: Sequence[Part[Card]]
    asked: Asked
    facets: Sequence[FacetGroup]
    tendencies: str
    count_line: str
    narrowed_line: str
    withdrawn_line: str
    all_url: str
    first_url: str
    older_url: str
    again_url: str
    is_newest_first: bool
    may_contribute: Verdict
    remedy: Link
    is_narrowed: bool


def listing_of(found: Found, asked: Asked) -> Listing:
    """The list as the address asks for it: at most five queries, whatever its length."""
    consultation = found.consultation
    page = reverse("contributions", args=[consultation.number])
    rows = asked.some(consultation, A_PAGE + 1)
    shown, stems = rows[:A_PAGE], tuple(asked.stems)
    accounts = accounts_of(consultation, [row.source for row in shown])
    registers = {register.kind: register for register in consultation.registers.all()}
    may_contribute = found.may(kind.SUBMIT, found.activity(kind.NAME))
    facets, narrowed = _facets(consultation, asked, page)
    return Listing(
        cards=[_part(consultation.number, row, accounts.get(row.source), page, stems) for row in shown],
        asked=replace(asked, before=0, place=0),
        facets=facets,
        tendencies=_tendencies() if any(group.title == _("Positions") for group in facets) else "",
        count_line=_count_line(registers),
        narrowed_line=_narrowed_line(asked, narrowed) if asked.is_narrowed else "",
        withdrawn_line=_withdrawn_line(registers.get(kind.NAME)),
        all_url=page,
        first_url=asked.address(page) if asked.before else "",
        older_url=asked.older(page, shown[-1]) if len(rows) > A_PAGE else "",
        again_url=asked.address(page, seed=0) if asked.seed else "",
        is_newest_first=asked.is_newest_first,
        may_contribute=may_contribute,
        remedy=remedy_of(found, may_contribute, kind.SUBMIT, reverse("contribute", args=[consultation.number])),
        is_narrowed=asked.is_narrowed,
    )


_NAMES = ("theme__slug", "neighbourhood__slug", "tendency", "is_for_many", "theme__name", "neighbourhood__name")


def _drawers(is_cited: bool) -> Any:
    drawers = Drawer.objects.filter(Among(F("activity_id"), "activities", BigAutoField()), count__gt=0)
    return (drawers.filter(is_cited=True) if is_cited else drawers).order_by("key").values_list(*_NAMES, "count")


_DRAWERS = Prepared(_drawers)


def _counted(consultation: Consultation, asked: Asked) -> tuple[Iterable[Combination], bool]:
    """Combinations of what a list can be narrowed to, with how many there are of each; and whether there are too many.

    Drawers know, unless words are looked for too: then the latest found are counted, MOST_COUNTED of them at most.
    """
    if not asked.is_kept:
        base = replace(asked, theme="", neighbourhood="", tendency="", voice="").wanted(consultation)
        some = Contribution.objects.filter(pk__in=base.order_by("-number").values("pk")[: MOST_COUNTED + 1])
        rows: list[Combination] = list(some.order_by(*_NAMES).values_list(*_NAMES).annotate(count=Count("pk")))
        return rows, sum(row[-1] for row in rows) > MOST_COUNTED
    if asked.is_cited and not has_published_synthesis(consultation):
        return [], False
    activities = [row.pk for row in consultation.activities if row.kind == kind.NAME]
    return _DRAWERS.rows(asked.is_cited, activities=activities), False


def _facets(consultation: Consultation, asked: Asked, page: str) -> tuple[list[FacetGroup], int]:
    """Themes, neighbourhoods, tendencies and voices with what each would leave of the list; how many are left now.

    One query. Where too many are found to be counted, it says so by MOST_COUNTED + 1, and facets by no number.
    """
    counted, are_too_many = _counted(consultation, asked)
    wanted = (asked.theme, asked.neighbourhood, asked.tendency, asked.voice)
    counts: tuple[Counter[tuple[str, str]], ...] = tuple(Counter() for _choice in wanted)
    left = 0
    organisations, tendencies = _("Organisations"), {value: str(label) for value, label in Tendency.choices}
    for theme, place, tendency, is_for_many, theme_name, place_name, count in counted:
        voice = ORGANISATIONS if is_for_many else ""
        row = (theme, place, tendency, voice)
        titles = (theme_name, place_name, tendencies.get(tendency, ""), organisations)
        fits = [choice in ("", value) for choice, value in zip(wanted, row, strict=True)]
        left += count if all(fits) else 0
        # What one facet counts is what all the other choices leave.
        for index, (value, title) in enumerate(zip(row, titles, strict=True)):
            if value and all(fits[:index] + fits[index + 1 :]):
                counts[index][value, title] += count
    facets = (
        (_("Themes"), "theme"),
        (_("Neighbourhoods"), "neighbourhood"),
        (_("Positions"), "positions"),
        (_("Who speaks"), "voice"),
    )
    groups = [
        FacetGroup(title, _group(counted_here, name, current, asked, page, are_counted=not are_too_many))
        for (title, name), counted_here, current in zip(facets, counts, wanted, strict=True)
    ]
    return [group for group in groups if group.facets], MOST_COUNTED + 1 if are_too_many else left


def _group(
    counts: Counter[tuple[str, str]], name: str, current: str, asked: Asked, page: str, *, are_counted: bool
) -> list[Facet]:
    return [
        Facet(
            title,
            asked.address(page, **{name: "" if slug == current else slug}),
            count if are_counted else None,
            slug == current,
        )
        for (slug, title), count in sorted(counts.items(), key=lambda item: item[0][1])
    ]


def _tendencies() -> str:
    """The facets on positions in words, with the numbers that decide."""
    words = _(
        "Opinions are divided when at least %(several)d people are for, at least %(several)d against, and neither side "
        "is more than %(at_most)d times the other. They go mostly one way when at least %(several)d people are on one "
        "side, %(at_least)d times as many as on the other and as of mixed mind."
    )
    return words % {"several": SEVERAL, "at_most": AT_MOST_TIMES, "at_least": AT_LEAST_TIMES}


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


def _count_line(registers: dict[str, Register]) -> str:
    counts = {name: register.count for name, register in registers.items()}
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


def _withdrawn_line(register: Register | None) -> str:
    missing = register.last_number - register.count if register else 0
    if not missing:
        return ""
    words = ngettext(
        "%(count)d contribution is no longer shown: it was withdrawn by its author or hidden by moderation.",
        "%(count)d contributions are no longer shown: they were withdrawn by their authors or hidden by moderation.",
        missing,
    )
    return words % {"count": missing}
