"""The left side of the desk: the text being read, those that say the same, and those that follow in the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses.models import Citation, SetAsideReason, accounted
from cestvous.foundation.sources.models import CITED as CITED_FATES
from cestvous.foundation.sources.models import SET_ASIDE, Fate, Source, SourceQuerySet, Standing
from cestvous.kernel.stems import within
from cestvous.web.contributions.resembling import most_alike
from cestvous.web.sources import Said, said
from cestvous.web.syntheses.cited import address_of, name_of
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.filters import ALL, ASIDE, CITED, FREE, WAITING, Filters, parted
from cestvous.web.syntheses.fates import with_fate

A_PAGE, MOST_ALIKE = 20, 40
_FATES: Mapping[str, Sequence[Fate]] = {WAITING: (Fate.WAITING,), CITED: CITED_FATES, ASIDE: SET_ASIDE}


@dataclass(frozen=True)
class Use:
    """A finding that cites a text: by ``quote``, or whole when it is empty."""

    finding: int
    title: str
    quote: str
    uncite_url: str


@dataclass(frozen=True)
class Text:
    """A text at the desk, with what became of it. ``fate`` says that in a word; ``url`` opens it at the desk."""

    name: str
    key: str
    cite_url: str
    url: str
    public_url: str
    said: Said
    theme: str
    place: str
    uses: Sequence[Use]
    aside: str
    aside_words: str
    lift_url: str
    fate: str
    may_be_set_aside: bool
    like_url: str


@dataclass(frozen=True)
class Reading:
    """The text being read, if there is any; those that say the same word for word; and what follows in the list."""

    text: Text | None
    alike: Sequence[Text]
    following: Sequence[Text]
    next_url: str
    more_url: str
    first_url: str
    done: str
    done_url: str


def reading_of(desk: AtDesk, filters: Filters) -> Reading:
    """Three queries: which texts, their words, what cites them. Two more for what resembles a contribution."""
    rows, here = _asked(desk, filters), reverse("synthesis_desk", args=[desk.number])
    chosen = _chosen(desk, filters) if filters.text else rows.order_by(*filters.order)
    key, words = Subquery(chosen.values("pk")[:1]), Subquery(chosen.values("current__fingerprint")[:1])
    listed = rows.filter(filters.beyond(chosen) if filters.text else Q()).order_by(*filters.order)
    same = Q(current__fingerprint=words, must_be_accounted_for=True, standing=Standing.PUBLISHED)
    alike = Source.objects.of_consultation(desk.number).filter(same).order_by("number")
    place = Case(When(pk=key, then=Value(0)), When(same, then=Value(1)), default=Value(2))
    # Chosen first, some of each: however many texts there are, only these are looked up.
    parts = (chosen[:1], alike[: MOST_ALIKE + 1], listed[: A_PAGE + MOST_ALIKE + 2])
    first, *others = (_keys(part) for part in parts)
    keys = list(first.union(*others).order_by("pk").values_list("pk", flat=True))
    in_order = Source.objects.filter(pk__in=keys).annotate(place=place).order_by("place", *filters.order)
    found = list(with_fate(in_order)[: A_PAGE + MOST_ALIKE + 2])
    texts: dict[int, list[Text]] = {0: [], 1: [], 2: []}
    for source in found:
        texts[source.__dict__["place"]].append(text_at(desk, source, filters))
    following = texts[2]
    return Reading(
        text=next(iter(texts[0]), None),
        alike=[text for text in texts[1] if text.may_be_set_aside],
        following=following[:A_PAGE],
        next_url=following[0].url if following else "",
        more_url=following[A_PAGE - 1].url if len(following) > A_PAGE else "",
        first_url=filters.fresh().url(here) + "#text" if filters.text else "",
        done=_name(filters.done),
        done_url=replace(filters, text=filters.done, done="").url(here) + "#text" if filters.done else "",
    )


def _keys(some: SourceQuerySet) -> QuerySet[Source, Any]:
    """The keys of some texts as a part of a union, which may not be cut itself."""
    return Source.objects.filter(pk__in=some.values("pk")).order_by().values("pk")


def next_key(desk: AtDesk, filters: Filters) -> str:
    """The text after the one that was just accounted for: the next one waiting; the first one after the last."""
    waiting = replace(filters, show=WAITING) if filters.show == ALL else filters
    rows = _asked(desk, waiting).order_by(*filters.order)
    after = rows.filter(filters.beyond(_chosen(desk, filters)))
    found = after.first() or rows.first()
    return f"{found.kind}-{found.number}" if found else ""


def text_of(desk: AtDesk, key: str) -> Source | None:
    """The text with this key, and its words."""
    return _chosen(desk, Filters(text=key)).with_words().order_by("pk").first() if parted(key) else None


def _chosen(desk: AtDesk, filters: Filters) -> SourceQuerySet:
    kind, number = parted(filters.text) or ("", 0)
    return Source.objects.of_consultation(desk.number).filter(kind=kind, number=number)


def _name(key: str) -> str:
    kind, number = parted(key) or ("", 0)
    return name_of(Source(kind=kind, number=number)) if kind else ""


def _asked(desk: AtDesk, filters: Filters) -> SourceQuerySet:
    rows = accounted(desk.consultation).filter(standing=Standing.PUBLISHED)
    if filters.show in FREE:
        rows = rows.filter(kind=filters.show)
    else:
        rows = rows.filter(must_be_accounted_for=True)
        if filters.show != ALL:
            rows = rows.filter(fate__in=_FATES[filters.show])
        if filters.theme:
            rows = rows.filter(contribution__theme__slug=filters.theme)
        if filters.place:
            rows = rows.filter(contribution__neighbourhood__slug=filters.place)
    for stem in filters.stems:
        rows = rows.filter(current__stems__contains=within(stem))
    if filters.like:
        rows = rows.filter(kind="contribution", number__in=_resembling(desk, filters.like))
    return rows.none() if filters.q and not filters.stems else rows


def _resembling(desk: AtDesk, number: int) -> list[int]:
    rows = Contribution.objects.of(desk.consultation).published().filter(number=number)
    title = rows.values_list("source__current__title", flat=True).first()
    return [found for found in most_alike(desk.consultation, title or "") if found != number]


def text_at(desk: AtDesk, source: Source, filters: Filters) -> Text:
    """One text. Costs no query after ``with_fate``."""
    told, here = source.__dict__, reverse("synthesis_desk", args=[desk.number])
    contribution = getattr(source, "contribution", None) if source.kind == "contribution" else None
    uses = [_use(desk, citation) for citation in told["uses"]]
    key, writes = f"{source.kind}-{source.number}", bool(desk.may_write)
    aside = str(SetAsideReason(told["aside_reason"]).label) if told["aside_reason"] else ""
    like = filters.fresh(like=source.number, show=ALL, text=key)
    return Text(
        name=name_of(source),
        key=key,
        cite_url=reverse("synthesis_cite", args=[desk.number, source.kind, source.number]),
        url=replace(filters, text=key, done="").url(here) + "#text",
        public_url=address_of(source),
        said=said(source),
        theme=contribution.theme.name if contribution is not None and contribution.theme else "",
        place=contribution.neighbourhood.name if contribution is not None and contribution.neighbourhood else "",
        uses=uses,
        aside=aside,
        aside_words=told["aside_words"] or "",
        lift_url=reverse("synthesis_lift", args=[desk.number, told["aside_pk"]]) if told["aside_pk"] and writes else "",
        fate=_fate(uses, aside),
        may_be_set_aside=writes and source.must_be_accounted_for and not uses and not told["aside_pk"],
        like_url=like.url(here) + "#list" if contribution is not None else "",
    )


def _fate(uses: Sequence[Use], aside: str) -> str:
    numbers = ", ".join(str(number) for number in sorted({use.finding for use in uses}))
    if numbers:
        return _("cited in %(findings)s") % {"findings": numbers}
    return _("set aside: it %(reason)s") % {"reason": aside} if aside else ""


def _use(desk: AtDesk, citation: Citation) -> Use:
    passage = citation.passage
    return Use(
        finding=citation.finding_version.finding.number,
        title=citation.finding_version.title,
        quote=citation.version.body[passage.start : passage.end] if passage else "",
        uncite_url=reverse("synthesis_uncite", args=[desk.number, citation.pk]) if desk.may_write else "",
    )
