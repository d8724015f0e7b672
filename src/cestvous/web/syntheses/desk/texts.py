"""The left side of the desk: the texts to account for, and those that may be cited, with what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cestvous.activities.syntheses.models import Citation, Coverage, SetAside, SetAsideReason, accounted
from cestvous.foundation.sources.models import Source, SourceQuerySet, Standing
from cestvous.web.design.shapes import Facet, FacetGroup
from cestvous.web.sources import Said, said
from cestvous.web.syntheses.cited import address_of, name_of
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.forms import Choices, CiteForm

A_PAGE = 12
WAITING, CITED, ASIDE, ALL = "waiting", "cited", "aside", "all"
FREE = ("comment", "question", "reason")


@dataclass(frozen=True)
class Filters:
    """What the address of the desk asks for; ``finding`` is the one last written or cited into, proposed first."""

    show: str = WAITING
    theme: str = ""
    number: int = 0
    after: int = 0
    finding: int = 0

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """From an address. Whatever can't be understood is left out."""
        show, theme = query.get("show", WAITING), query.get("theme", "")
        numbers = {
            name: int(value)
            for name in ("number", "after", "finding")
            if (value := query.get(name, "")).isascii() and value.isdigit() and len(value) < 10
        }
        known = show in (WAITING, CITED, ASIDE, ALL, *FREE)
        return cls(show if known else WAITING, theme[:50] if theme.replace("-", "").isalnum() else "", **numbers)

    @classmethod
    def back(cls, request: HttpRequest) -> Self:
        """Where on the desk the form that was sent stood."""
        return cls.of(QueryDict(request.POST.get("back", request.GET.get("back", ""))[:300]))

    @property
    def query(self) -> str:
        asked = {
            "show": self.show if self.show != WAITING else "",
            "theme": self.theme,
            "number": self.number or "",
            "after": self.after or "",
            "finding": self.finding or "",
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def url(self, desk: str) -> str:
        return f"{desk}?{self.query}" if self.query else desk


@dataclass(frozen=True)
class Use:
    """A finding that cites a text: by ``quote``, or whole when it is empty."""

    finding: int
    title: str
    quote: str
    uncite_url: str


@dataclass(frozen=True)
class Text:
    """A text at the desk, with what became of it and the form that cites it."""

    name: str
    key: str
    anchor: str
    words_id: str
    url: str
    page_url: str
    said: Said
    theme: str
    uses: Sequence[Use]
    aside: str
    aside_words: str
    lift_url: str
    back: str
    may_be_set_aside: bool
    cite_url: str
    form: CiteForm | None


@dataclass(frozen=True)
class TextsPage:
    """One page of texts at the desk."""

    facets: Sequence[FacetGroup]
    texts: Sequence[Text]
    filters: Filters
    first_url: str
    next_url: str
    search_kinds: Sequence[tuple[str, str, bool]]
    can_set_aside: bool


def with_fate(rows: SourceQuerySet) -> QuerySet[Source]:
    """Texts with their findings and set-asides: one more query for any number of them."""
    used = Citation.objects.filter(finding_version__current_of__isnull=False).order_by("pk")
    aside = SetAside.objects.in_force().filter(source=OuterRef("pk")).order_by("pk")
    return (
        rows.with_words()
        .select_related("contribution__theme", "comment__thread")
        .annotate(
            aside_pk=Subquery(aside.values("pk")[:1]),
            aside_reason=Subquery(aside.values("reason")[:1]),
            aside_words=Subquery(aside.values("words")[:1]),
        )
        .prefetch_related(
            Prefetch("citations", used.select_related("finding_version__finding", "version", "passage"), "uses")
        )
    )


def texts_page(desk: AtDesk, filters: Filters, coverage: Coverage, findings: Choices) -> TextsPage:
    """Three queries: the texts, what cites them, the themes."""
    rows = _asked(desk, filters)
    page = list(with_fate(rows.filter(number__gt=filters.after)).order_by("number")[: A_PAGE + 1])
    following = page[A_PAGE:]
    page = page[:A_PAGE]
    here = reverse("synthesis_desk", args=[desk.number])
    texts = [text_at(desk, source, filters, findings) for source in page]
    return TextsPage(
        facets=_facets(desk, filters, coverage, here),
        texts=texts,
        filters=filters,
        first_url=replace(filters, after=0).url(here) if filters.after else "",
        next_url=replace(filters, after=page[-1].number).url(here) if following else "",
        search_kinds=[
            (name, words, filters.show == name or (name == ALL and filters.show not in FREE))
            for name, words in ((ALL, _("contribution")), *_free_words())
        ],
        can_set_aside=bool(desk.may_write) and any(text.may_be_set_aside for text in texts),
    )


def _free_words() -> tuple[tuple[str, str], ...]:
    return ("comment", _("comment")), ("question", _("question")), ("reason", _("reason"))


def _asked(desk: AtDesk, filters: Filters) -> SourceQuerySet:
    rows = accounted(desk.consultation).filter(standing=Standing.PUBLISHED)
    if filters.show in FREE:
        rows = rows.filter(kind=filters.show)
    else:
        fate = {
            WAITING: {"is_cited": False, "is_set_aside": False},
            CITED: {"is_cited": True},
            ASIDE: {"is_cited": False, "is_set_aside": True},
            ALL: {},
        }[filters.show]
        rows = rows.filter(must_be_accounted_for=True, **fate)
        if filters.theme:
            rows = rows.filter(contribution__theme__slug=filters.theme)
    return rows.filter(number=filters.number) if filters.number else rows


def text_at(desk: AtDesk, source: Source, filters: Filters, findings: Choices) -> Text:
    """One text. Costs no query after ``with_fate``."""
    key, number = f"{source.kind}-{source.number}", desk.number
    told = source.__dict__
    contribution = getattr(source, "contribution", None) if source.kind == "contribution" else None
    uses = [_use(desk, citation) for citation in told["uses"]]
    writes = bool(desk.may_write) and bool(findings)
    initial: dict[str, object] = {"finding": filters.finding or None, "back": filters.query}
    return Text(
        name=name_of(source),
        key=key,
        anchor=f"text-{key}",
        words_id=f"words-{key}",
        url=address_of(source),
        page_url=_with(reverse("synthesis_text", args=[number, source.kind, source.number]), filters),
        said=said(source),
        theme=contribution.theme.name if contribution is not None and contribution.theme else "",
        uses=uses,
        aside=str(SetAsideReason(told["aside_reason"]).label) if told["aside_reason"] else "",
        aside_words=told["aside_words"] or "",
        lift_url=reverse("synthesis_lift", args=[number, told["aside_pk"]])
        if told["aside_pk"] and desk.may_write
        else "",
        back=filters.query,
        may_be_set_aside=source.must_be_accounted_for and not uses and not told["aside_pk"],
        cite_url=reverse("synthesis_cite", args=[number, source.kind, source.number]),
        form=CiteForm(findings=findings, name=key, initial=initial) if writes else None,
    )


def _with(url: str, filters: Filters) -> str:
    return f"{url}?{filters.query}" if filters.query else url


def _use(desk: AtDesk, citation: Citation) -> Use:
    passage = citation.passage
    return Use(
        finding=citation.finding_version.finding.number,
        title=citation.finding_version.title,
        quote=citation.version.body[passage.start : passage.end] if passage else "",
        uncite_url=reverse("synthesis_uncite", args=[desk.number, citation.pk]) if desk.may_write else "",
    )


def _facets(desk: AtDesk, filters: Filters, coverage: Coverage, here: str) -> list[FacetGroup]:
    counts = (
        (WAITING, _("Waiting"), coverage.waiting),
        (CITED, _("Cited"), coverage.cited),
        (ASIDE, pgettext("contributions", "Set aside"), coverage.set_aside),
        (ALL, _("All"), coverage.total),
    )
    fresh = replace(filters, after=0, number=0)
    fates = [
        Facet(
            words,
            replace(fresh, show=show if filters.show != show else WAITING if show == ALL else ALL).url(here),
            count,
            is_current=filters.show == show,
        )
        for show, words, count in counts
    ]
    free = [
        Facet(
            words,
            replace(fresh, show=WAITING if filters.show == show else show, theme="").url(here),
            is_current=filters.show == show,
        )
        for show, words in (("comment", _("Comments")), ("question", _("Questions")), ("reason", _("Reasons")))
    ]
    groups = [FacetGroup(_("To account for"), fates), FacetGroup(_("Available to cite"), free)]
    themes = list(desk.consultation.themes.order_by("name"))
    if themes and filters.show not in FREE:
        facets = [
            Facet(
                theme.name,
                replace(fresh, theme="" if theme.slug == filters.theme else theme.slug).url(here),
                is_current=theme.slug == filters.theme,
            )
            for theme in themes
        ]
        groups.insert(1, FacetGroup(_("Theme"), facets))
    return groups
