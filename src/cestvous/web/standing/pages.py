"""What the pages of a standing page show: its words as they stand, its versions, one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cestvous.institutions.agency.models import PageName, StandingPage, StandingPageVersion
from cestvous.institutions.agency.policy import may_edit_pages
from cestvous.institutions.agency.shipped import LANGUAGES, Words, shipped
from cestvous.kernel import languages
from cestvous.web.design.shapes import Crumb, Link, Version
from cestvous.web.differences import Paragraph, are_alike, differences
from cestvous.web.office.address import person_url
from cestvous.web.requests import ReaderRequest, now
from cestvous.web.standing.addresses import page_url
from cestvous.web.standing.live import titles_of
from cestvous.web.standing.words import Shown, filled, show, values

# Fewer parts than this are seen at a glance.
WORTH_A_TABLE_OF_CONTENTS = 5


@dataclass(frozen=True)
class Written:
    """Who put the words of a version on the page, when and why; nobody's are those that ship."""

    number: int
    who: str
    who_url: str
    function: str
    at: datetime
    reason: str
    url: str


@dataclass(frozen=True)
class Reading:
    """A page as everybody reads it. ``lang`` is set when its words are not in the language of the screens."""

    name: PageName
    words: Shown
    lang: str
    contents: Sequence[Link]
    written: Written | None
    versions_url: str
    rewrite_url: str
    elsewhere: Sequence[Link]


@dataclass(frozen=True)
class VersionsPage:
    """All versions of a page in one language, the latest first; empty while the words are those that ship."""

    title: str
    url: str
    language: str
    versions: Sequence[Written]
    elsewhere: Sequence[Link]
    crumbs: Sequence[Crumb]


@dataclass(frozen=True)
class VersionPage:
    """A page exactly as one version of it read. ``changes``: paragraphs in a row, around what that version changed;
    ``versions``: those before and after it."""

    words: Shown
    lang: str
    written: Written
    url: str
    is_current: bool
    is_first: bool
    title_changes: Paragraph
    changes: Sequence[Sequence[Paragraph]]
    versions: Sequence[Version]
    crumbs: Sequence[Crumb]


def screen_language() -> str:
    """The language of the screens, if pages can be written in it; French otherwise."""
    language = (get_language() or "fr").split("-")[0]
    return language if language in LANGUAGES else "fr"


def stored(name: PageName, language: str) -> StandingPage | None:
    """The page with its current version; nothing while its words are those that ship."""
    return StandingPage.objects.with_words().filter(name=name, language=language).first()


def words_of(page: StandingPage | None, name: PageName, language: str) -> Words:
    """What stands on the page today."""
    if page is None or page.current is None:
        return shipped(name, language)
    return Words(page.current.title, page.current.body)


def reading_of(request: ReaderRequest, name: PageName) -> Reading:
    """A page in the language of the screens, or in the one that ``?in=`` asks for. One query."""
    screens = screen_language()
    asked = request.GET.get("in", screens)
    language = asked if asked in LANGUAGES else screens
    page = stored(name, language)
    shown = show(words_of(page, name, language), language, values(request))
    contents = [Link(section.title, f"#{section.anchor}") for section in shown.sections] + titles_of(name)
    may_rewrite = may_edit_pages(request.user, now(request))
    return Reading(
        name=name,
        words=shown,
        lang="" if language == screens else language,
        contents=contents if len(contents) >= WORTH_A_TABLE_OF_CONTENTS else [],
        written=_written(page, page.current) if page and page.current else None,
        versions_url=reverse("standing_versions", args=[name, language]),
        rewrite_url=reverse("rewrite_page", args=[name, language]) if may_rewrite else "",
        elsewhere=[
            Link(languages.LANGUAGES[other], page_url(name, other, screens)) for other in LANGUAGES if other != language
        ],
    )


def _written(page: StandingPage, version: StandingPageVersion) -> Written:
    mandate = version.mandate
    return Written(
        number=version.number,
        who=mandate.person.name if mandate else "",
        who_url=person_url(mandate),
        function=mandate.function if mandate else "",
        at=version.at,
        reason=version.reason,
        url=reverse("standing_version", args=[page.name, page.language, version.number]),
    )


def _title(page: StandingPage | None, name: PageName, language: str, request: HttpRequest) -> str:
    return filled(words_of(page, name, language), values(request)).title


def versions_page(request: ReaderRequest, name: PageName, language: str) -> VersionsPage:
    page = stored(name, language)
    rows = page.versions.select_related("mandate__person").order_by("-number") if page else ()
    title, url = _title(page, name, language, request), page_url(name, language, screen_language())
    return VersionsPage(
        title=title,
        url=url,
        language=languages.LANGUAGES[language],
        versions=[_written(page, row) for row in rows] if page else [],
        elsewhere=[
            Link(languages.LANGUAGES[other], reverse("standing_versions", args=[name, other]))
            for other in LANGUAGES
            if other != language
        ],
        crumbs=[Crumb(title, url), Crumb(_("Versions"))],
    )


def version_page(request: ReaderRequest, name: PageName, language: str, number: int) -> VersionPage:
    """The page of a version. Http404 if there is none."""
    page = stored(name, language)
    # Asked first: a database refuses a number that is too long for its column.
    if page is None or page.current is None or not 1 <= number <= page.current.number:
        raise Http404
    near = page.versions.filter(number__range=(number - 2, number + 2)).order_by("number")
    rows = {row.number: row for row in near.select_related("mandate__person")}
    row, before = rows[number], rows.get(number - 1)
    known, screens = values(request), screen_language()
    now_said = filled(Words(row.title, row.body), known)
    then_said = filled(Words(before.title, before.body), known) if before else now_said
    titles, changes = differences(then_said.title, now_said.title), differences(then_said.body, now_said.body)
    url = page_url(name, language, screens)
    title = _title(page, name, language, request)
    versions_url = reverse("standing_versions", args=[name, language])
    return VersionPage(
        words=show(Words(row.title, row.body), language, known),
        lang="" if language == screens else language,
        written=_written(page, row),
        url=url,
        is_current=number == page.current.number,
        is_first=before is None,
        title_changes=[] if are_alike(titles) else titles[0],
        changes=_changed(changes),
        versions=[
            Version(each.number, _written(page, each).url, each.at if each.mandate else None, each.number == number)
            for each in rows.values()
        ],
        crumbs=[
            Crumb(title, url),
            Crumb(_("Versions"), versions_url),
            Crumb(_("Version %(number)d") % {"number": number}),
        ],
    )


def _changed(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The paragraphs that changed, each with its neighbours, in stretches; what lies between has stayed as it was."""
    touched = {index for index, paragraph in enumerate(paragraphs) if not are_alike([paragraph])}
    stretches: list[list[Paragraph]] = []
    last = -2
    for index, paragraph in enumerate(paragraphs):
        if touched & {index - 1, index, index + 1}:
            if index > last + 1:
                stretches.append([])
            stretches[-1].append(paragraph)
            last = index
    return stretches
