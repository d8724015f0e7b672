"""The list of contributions: cards, newest first, and the ways to narrow it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution, ContributionQuerySet
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Consultation, Register
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.accounts import Account, accounts_of
from cestvous.web.design.shapes import Facet, FacetGroup, Link
from cestvous.web.remedies import remedy_of
from cestvous.web.requests import bounded, slug
from cestvous.web.sources import Said, said

A_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a theme, a neighbourhood, texts like that of a contribution, those before one."""

    theme: str = ""
    neighbourhood: str = ""
    same_as: int = 0
    before: int = 0

    @property
    def is_narrowed(self) -> bool:
        return bool(self.theme or self.neighbourhood or self.same_as)

    def address(self, page: str, **changes: str | int) -> str:
        """The address of the list with ``changes``; always from its beginning unless they say otherwise."""
        asked = {"theme": self.theme, "neighbourhood": self.neighbourhood, "same_as": self.same_as} | changes
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{page}?{query}" if query else page


@dataclass(frozen=True)
class Card:
    """One contribution in the list."""

    contribution: Contribution
    said: Said
    kicker: str
    url: str
    comments: str
    versions: str
    same_text: int
    same_url: str
    account: Account | None


@dataclass(frozen=True)
class Listing:
    """A page of the list. ``count_line`` says how many contributions there are, and how many people took part."""

    cards: Sequence[Card]
    facets: Sequence[FacetGroup]
    count_line: str
    narrowed_line: str
    withdrawn_line: str
    all_url: str
    newest_url: str
    older_url: str
    may_contribute: Verdict
    remedy: Link
    is_narrowed: bool


def listing_of(found: Found, request: HttpRequest) -> Listing:
    """The list as the address asks for it: five queries whatever its length."""
    consultation = found.consultation
    page = reverse("contributions", args=[consultation.number])
    asked = Asked(
        theme=slug(request, "theme"),
        neighbourhood=slug(request, "neighbourhood"),
        same_as=bounded(request, "same_as", default=0),
        before=bounded(request, "before", default=0),
    )
    wanted = _wanted(consultation, asked)
    upto = wanted.filter(number__lt=asked.before) if asked.before else wanted
    rows = list(upto.with_words().with_same_text().latest_first()[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    accounts = accounts_of(consultation, [row.source_id for row in shown])
    registers = {register.kind: register for register in consultation.registers.all()}
    may_contribute = found.may(kind.SUBMIT, found.activity(kind.NAME))
    facets, narrowed = _facets(consultation, asked, page)
    return Listing(
        cards=[_card(found, row, accounts.get(row.source_id), page) for row in shown],
        facets=facets,
        count_line=_count_line(registers),
        narrowed_line=_narrowed_line(asked, narrowed) if asked.is_narrowed else "",
        withdrawn_line=_withdrawn_line(registers.get(kind.NAME)),
        all_url=page,
        newest_url=asked.address(page) if asked.before else "",
        older_url=asked.address(page, before=shown[-1].number) if len(rows) > A_PAGE else "",
        may_contribute=may_contribute,
        remedy=remedy_of(found, may_contribute, kind.SUBMIT, reverse("contribute", args=[consultation.number])),
        is_narrowed=asked.is_narrowed,
    )


def _wanted(consultation: Consultation, asked: Asked) -> ContributionQuerySet:
    rows = Contribution.objects.of(consultation).published()
    if asked.theme:
        rows = rows.filter(theme__slug=asked.theme)
    if asked.neighbourhood:
        rows = rows.filter(neighbourhood__slug=asked.neighbourhood)
    if asked.same_as:
        like = Contribution.objects.of(consultation).filter(number=asked.same_as)
        rows = rows.filter(source__current__fingerprint__in=like.values("source__current__fingerprint"))
    return rows


def _facets(consultation: Consultation, asked: Asked, page: str) -> tuple[list[FacetGroup], int]:
    """Themes and neighbourhoods with what each would leave of the list, and how many contributions are left now.

    One query: rows are as many as there are pairs of a theme and a neighbourhood.
    """
    names = ("theme__slug", "theme__name", "neighbourhood__slug", "neighbourhood__name")
    base = _wanted(consultation, Asked(same_as=asked.same_as))
    pairs = base.order_by(*names).values_list(*names).annotate(count=Count("pk"))
    themes: Counter[tuple[str, str]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    left = 0
    for theme, theme_name, place, place_name, count in pairs:
        in_theme = not asked.theme or theme == asked.theme
        in_place = not asked.neighbourhood or place == asked.neighbourhood
        if theme and in_place:
            themes[theme, theme_name] += count
        if place and in_theme:
            places[place, place_name] += count
        left += count if in_theme and in_place else 0
    groups = [
        FacetGroup(_("Themes"), _group(themes, "theme", asked.theme, asked, page)),
        FacetGroup(_("Neighbourhoods"), _group(places, "neighbourhood", asked.neighbourhood, asked, page)),
    ]
    return [group for group in groups if group.facets], left


def _group(counts: Counter[tuple[str, str]], name: str, current: str, asked: Asked, page: str) -> list[Facet]:
    return [
        Facet(title, asked.address(page, **{name: "" if slug == current else slug}), count, slug == current)
        for (slug, title), count in sorted(counts.items(), key=lambda item: item[0][1])
    ]


def _card(found: Found, row: Contribution, account: Account | None, page: str) -> Card:
    words = said(row.source, found.reader)
    kicker = [_("n° %(number)d") % {"number": row.number}]
    kicker += [part.name for part in (row.theme, row.neighbourhood) if part]
    same: int = row.__dict__["same_text"]
    comments = row.thread.comment_count
    return Card(
        contribution=row,
        said=words,
        kicker=" · ".join(kicker),
        url=reverse("contribution", args=[found.consultation.number, row.number]),
        comments=ngettext("%(count)d comment", "%(count)d comments", comments) % {"count": comments},
        versions=_("version %(number)d") % {"number": words.version} if words.version > 1 else "",
        same_text=same if same > 1 else 0,
        same_url=Asked(same_as=row.number).address(page),
        account=account,
    )


def _count_line(registers: dict[str, Register]) -> str:
    said_count, people = (registers[name].count if name in registers else 0 for name in (kind.NAME, "people"))
    if not said_count:
        return ""
    contributions = ngettext("%(count)d contribution", "%(count)d contributions", said_count) % {"count": said_count}
    took_part = ngettext("%(count)d person has taken part", "%(count)d people have taken part", people)
    return f"{contributions} · {took_part % {'count': people}}"


def _narrowed_line(asked: Asked, left: int) -> str:
    if asked.same_as:
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
