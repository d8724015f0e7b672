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
from cestvous.foundation.sources.models import Version
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.accounts import Account, accounts_of
from cestvous.web.contributions.asking import Asked
from cestvous.web.contributions.finding import discussion_of, name_of
from cestvous.web.contributions.forms import PositionForm
from cestvous.web.contributions.passages import with_passage
from cestvous.web.contributions.positions import Positions, positions_of
from cestvous.web.contributions.writing import closing
from cestvous.web.design.shapes import FilesShown, Link
from cestvous.web.design.shapes import Version as VersionShown
from cestvous.web.differences import Paragraph, are_alike, differences
from cestvous.web.discussions.pages import ThreadPage, thread_of
from cestvous.web.files.shown import NOTHING, shown_of
from cestvous.web.sources import Said, said, through


@dataclass(frozen=True)
class ContributionPage:
    """One contribution with everything that hangs under it. An empty address is an act that is not offered."""

    contribution: Contribution
    name: str
    said: Said
    files: FilesShown
    versions: Sequence[VersionShown]
    theme_url: str
    neighbourhood_url: str
    same_text: int
    same_url: str
    account: Account | None
    comes_next: Sequence[str]
    chain_url: str
    edit_url: str
    withdraw_url: str
    positions: Positions
    thread: ThreadPage

    @property
    def is_told(self) -> bool:
        """Do the positions say already what keeps the reader from the discussion, and what would change it?"""
        refused = self.positions.verdict
        is_shown = self.positions.form is None and not (self.said.gone or self.positions.is_own)
        return is_shown and bool(refused.remedy) and refused == self.thread.may_comment


def page_of(
    found: Found, contribution: Contribution, request: HttpRequest, position_form: PositionForm | None = None
) -> ContributionPage:
    """The page; ``position_form`` is the one to show again after a refusal."""
    consultation = found.consultation
    args = [consultation.number, contribution.number]
    page = reverse("contributions", args=[consultation.number])
    theme, place = contribution.theme, contribution.neighbourhood
    same: int = contribution.__dict__["same_text"]
    words = said(contribution.source, found.reader)
    return ContributionPage(
        contribution=contribution,
        name=name_of(contribution),
        said=words,
        files=NOTHING if words.gone else shown_of(contribution.reference),
        versions=versions_of(found, contribution),
        theme_url=Asked(theme=theme.slug).address(page) if theme else "",
        neighbourhood_url=Asked(neighbourhood=place.slug).address(page) if place else "",
        same_text=same if same > 1 else 0,
        same_url=Asked(same_as=contribution.number).address(page),
        account=accounts_of(consultation, [contribution.source_id]).get(contribution.source_id),
        comes_next=_comes_next(found, is_own=words.is_own) if not words.gone else [],
        chain_url=reverse("contribution_chain", args=args),
        edit_url=reverse("edit_contribution", args=args) if found.may(kind.EDIT, contribution) else "",
        withdraw_url=reverse("withdraw_contribution", args=args) if found.may(kind.WITHDRAW, contribution) else "",
        positions=positions_of(found, contribution, request, position_form),
        thread=thread_of(discussion_of(found, contribution), request),
    )


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
