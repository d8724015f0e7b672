"""The page of one contribution, and that of one of its versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import kind as syntheses
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Version
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.accounts import Account, accounts_of
from cestvous.web.contributions.asking import Asked
from cestvous.web.contributions.finding import discussion_of, name_of
from cestvous.web.contributions.forms import PositionForm
from cestvous.web.contributions.passages import with_passage
from cestvous.web.contributions.positions import Positions, PositionTaking, positions_of
from cestvous.web.contributions.writing import closing
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import FilesShown, Link
from cestvous.web.design.shapes import Version as VersionShown
from cestvous.web.design.templatetags.design.filters import count
from cestvous.web.differences import Paragraph, are_alike, differences
from cestvous.web.discussions.pages import ThreadPage, thread_of
from cestvous.web.files.shown import NOTHING, shown_of
from cestvous.web.sources import Said, said, through
from cestvous.web.translations.reading import as_read


@dataclass(frozen=True)
class Text:
    """The words of a contribution, with what its author may do to them. An empty address is an act that is not offered.

    ``comes_next``: said here to who wrote it, and beside it to everybody else.
    """

    said: Said
    origin: str
    files: FilesShown
    versions: Sequence[VersionShown]
    edit_url: str
    withdraw_url: str
    comes_next: Sequence[str]


@dataclass(frozen=True)
class Fate:
    """What became of a contribution, what comes next, and where to read on."""

    account: Account | None
    comes_next: Sequence[str]
    chain_url: str
    related: Sequence[Link]


@dataclass(frozen=True)
class ContributionPage:
    """One contribution with everything that hangs under it. ``taking`` is None where nobody may take a position."""

    name: str
    said: Said
    versions: Sequence[VersionShown]
    text: Part[Text]
    fate: Part[Fate]
    positions: Positions
    taking: PositionTaking | None
    thread: ThreadPage


def page_of(
    found: Found, contribution: Contribution, request: HttpRequest, position_form: PositionForm | None = None
) -> ContributionPage:
    """The page; ``position_form`` is the one to show again after a refusal."""
    words = said(contribution.source, found.reader)
    versions = versions_of(found, contribution)
    positions, taking = positions_of(found, contribution, request, position_form)
    refused = positions.verdict if taking is None and not positions.is_hushed else None
    return ContributionPage(
        name=name_of(contribution),
        said=words,
        versions=versions,
        text=_text(found, contribution, words, versions),
        fate=_fate(found, contribution, words),
        positions=positions,
        taking=taking,
        thread=thread_of(discussion_of(found, contribution), request, refused),
    )


def _text(found: Found, contribution: Contribution, words: Said, versions: Sequence[VersionShown]) -> Part[Text]:
    number, n = found.consultation.number, contribution.number
    origin = as_read(found.consultation).origin if words.recorded_at else ""
    files = shown_of(contribution.reference) if contribution.__dict__["has_files"] and not words.gone else NOTHING
    has_account = isinstance(found.reader, Person)
    may_edit = has_account and bool(found.may(kind.EDIT, contribution))
    may_withdraw = has_account and bool(found.may(kind.WITHDRAW, contribution))
    comes_next = _comes_next(found, is_own=True) if words.is_own and not words.gone else []

    def made() -> Text:
        return Text(
            said=words,
            origin=origin,
            files=files,
            versions=versions,
            edit_url=reverse("edit_contribution", args=[number, n]) if may_edit else "",
            withdraw_url=reverse("withdraw_contribution", args=[number, n]) if may_withdraw else "",
            comes_next=comes_next,
        )

    known_by = (number, n, words, origin, files, versions, may_edit, may_withdraw, comes_next)
    return Part("contributions/text.html", "text", known_by, made)


def _fate(found: Found, contribution: Contribution, words: Said) -> Part[Fate]:
    consultation, theme, place = found.consultation, contribution.theme, contribution.neighbourhood
    account = accounts_of(consultation, [contribution.source_id]).get(contribution.source_id)
    same: int = contribution.__dict__["same_text"]
    told = not words.gone and not words.is_own

    def made() -> Fate:
        return Fate(
            account=account,
            comes_next=_comes_next(found, is_own=False) if told else [],
            chain_url=reverse("contribution_chain", args=[consultation.number, contribution.number]),
            related=_related(consultation, contribution, same),
        )

    known_by = (
        *(consultation.number, contribution.number, account, same, told),
        *(theme and (theme.slug, theme.name), place and (place.slug, place.name)),
        # What comes next follows from the procedure and from how far it has come.
        *(consultation.edition, consultation.state, consultation.schedule.phases),
    )
    return Part("contributions/fate.html", "fate", known_by, made)


def _related(consultation: Consultation, contribution: Contribution, same: int) -> list[Link]:
    theme, place = contribution.theme, contribution.neighbourhood
    page, related = reverse("contributions", args=[consultation.number]), []
    if theme:
        named = {"name": theme.name}
        related.append(Link(_("Theme: %(name)s") % named, Asked(theme=theme.slug).address(page)))
        in_the_city = _("The theme %(name)s, in the whole city") % named
        related.append(Link(in_the_city, reverse("theme", args=[theme.slug])))
    if place:
        named = {"name": place.name}
        related.append(Link(_("Neighbourhood: %(name)s") % named, Asked(neighbourhood=place.slug).address(page)))
        related.append(Link(_("All that concerns %(name)s") % named, reverse("neighbourhood", args=[place.slug])))
    if same > 1:
        words = _("The same text was sent %(number)s times") % {"number": count(same)}
        related.append(Link(words, Asked(same_as=contribution.number).address(page)))
    return related


def versions_of(found: Found, contribution: Contribution, current: int = 0) -> list[VersionShown]:
    """The switcher between versions; nothing while there is one only, or once the words are gone."""
    source = contribution.source
    if source.words.number == 1 or not source.is_published:
        return []
    args = [found.consultation.number, contribution.number]
    written = Version.objects.filter(source=source).order_by("number").values_list("number", "written_at")
    return [
        VersionShown(
            number=number,
            url=reverse("contribution_version", args=[*args, number])
            if number != source.words.number
            else reverse("contribution", args=args),
            at=at,
            is_current=number == (current or source.words.number),
        )
        for number, at in written
    ]


def _comes_next(found: Found, *, is_own: bool) -> list[str]:
    """What happens to a contribution from now on, in sentences with dates."""
    consultation = found.consultation
    schedule, grid = consultation.schedule, consultation.grid
    if consultation.state != State.PUBLISHED:
        return []
    sentences = []
    end = closing(found, kind.EDIT)
    if is_own and end:
        sentences.append(_("You can edit it until %(when)s.") % {"when": end})
    for phase in schedule.phases:
        if phase.entered_at is not None:
            continue
        day = {"day": day_in_words(phase.starts_at)}
        if phase.purpose == Purpose.SYNTHESIS:
            sentences.append(
                _("From %(day)s, city agents sum up what everybody said. They cite each contribution, or say why not.")
                % day
            )
        if phase.purpose == Purpose.DEBATE and any(syntheses.OBJECT in cell.acts for cell in grid.openings):
            if is_own:
                sentences.append(_("From %(day)s, you can object if the synthesis misreads you.") % day)
            else:
                sentences.append(_("From %(day)s, its author can object if the synthesis misreads it.") % day)
        if phase.purpose == Purpose.DECISION:
            sentences.append(_("From %(day)s, elected officials answer each finding, with reasons.") % day)
    return sentences


@dataclass(frozen=True)
class VersionPage:
    """One version of a contribution: its words, and what it changed in those before it."""

    name: str
    said: Said
    url: str
    version: Version
    versions: Sequence[VersionShown]
    passage: SafeString
    findings: Sequence[Link]
    through: str
    title_changes: Paragraph
    place_changes: Paragraph
    changes: Sequence[Paragraph]
    is_first: bool
    is_latest: bool
    is_same: bool


def version_page_of(found: Found, contribution: Contribution, number: int, place: str = "") -> VersionPage:
    """The page of a version. Http404 if there is none; its words are gone when those of the contribution are.

    ``place`` ("12-84") is where a passage of it begins and ends: the whole text is shown with this passage marked,
    and which findings cite the contribution.
    """
    # Asked first: a database refuses a number that is too long for its column.
    if number > contribution.source.words.number:
        raise Http404
    pair = Version.objects.filter(source=contribution.source, number__in=[number - 1, number]).order_by("number")
    pair = pair.select_related("through__author__person")
    rows = {version.number: version for version in pair}
    version = rows.get(number)
    if version is None:
        raise Http404
    words = said(contribution.source, found.reader)
    before = rows.get(number - 1)
    is_shown = before is not None and not words.gone
    passage = SafeString() if words.gone else with_passage(version.body, place, words.language)
    account = accounts_of(found.consultation, [contribution.source_id]) if passage else {}
    titles = differences(before.title, version.title) if before and is_shown else []
    places = differences(before.place, version.place) if before and is_shown else []
    changes = differences(before.body, version.body) if before and is_shown else []
    return VersionPage(
        name=name_of(contribution),
        said=words,
        url=reverse("contribution", args=[found.consultation.number, contribution.number]),
        version=version,
        versions=versions_of(found, contribution, current=number),
        passage=passage,
        findings=[link for known in account.values() for link in known.findings],
        through=through(version.through) if words.through else "",
        title_changes=[] if are_alike(titles) else titles[0],
        place_changes=[] if are_alike(places) else places[0],
        changes=[] if are_alike(changes) else changes,
        is_first=before is None,
        is_latest=number == contribution.source.words.number,
        is_same=are_alike(titles) and are_alike(places) and are_alike(changes),
    )
