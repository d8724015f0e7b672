"""Reading what residents say: contributions, comments, positions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cestvous.activities.contributions.models import Stance
from cestvous.commands.demo.presenting import file_text
from cestvous.commands.demo.tables import Table
from cestvous.commands.demo.texts import ContributionText, ReasonText, RemarkText, Said
from cestvous.foundation.discussions.models import Side
from cestvous.kernel.languages import DEFAULT_LANGUAGE, LANGUAGES

MOST_ENDORSEMENTS = 20
MOST_POSITIONS = 50


@dataclass(frozen=True)
class Voices:
    """Who may speak in a consultation: residents, and the agents in charge of it.

    ``speakers``: who speaks for each organisation.
    """

    residents: frozenset[str]
    agents: frozenset[str]
    speakers: Mapping[str, str]

    @property
    def everyone(self) -> frozenset[str]:
        return self.residents | self.agents


def said(row: Table, by: Collection[str], *, ends: bool = True) -> Said:
    """Who says what; ``ends`` if nothing else stands in this table."""
    read = Said(row.one_of("by", by), row.words("text"))
    if ends:
        row.finished()
    return read


def remark(row: Table, voices: Voices) -> RemarkText:
    """A comment and its replies."""
    read = RemarkText(
        said=said(row, voices.everyone, ends=False),
        side=Side(row.one_of("side", Side.values)),
        endorsed=_endorsed(row),
        replies=tuple(_reply(reply, voices) for reply in row.tables("replies")),
    )
    row.finished()
    return read


def _reply(row: Table, voices: Voices) -> RemarkText:
    endorsed = _endorsed(row)
    return RemarkText(said(row, voices.everyone), Side.NEUTRAL, endorsed)


def _endorsed(row: Table) -> int:
    return row.number("endorsed", at_most=MOST_ENDORSEMENTS) if row.has("endorsed") else 0


def contribution(
    row: Table, voices: Voices, themes: Collection[str], neighbourhoods: Collection[str]
) -> ContributionText:
    read = ContributionText(
        key=row.words("key"),
        said=said(row, voices.residents, ends=False),
        speaks_for=row.one_of("for", voices.speakers) if row.has("for") else "",
        title=row.words("title", 120),
        language=row.one_of("language", LANGUAGES) if row.has("language") else DEFAULT_LANGUAGE,
        theme=row.one_of("theme", themes),
        neighbourhood=row.one_of("neighbourhood", neighbourhoods) if row.has("neighbourhood") else "",
        place=row.perhaps("place", 160),
        files=tuple(file_text(file, row) for file in row.tables("files")),
        edited=row.perhaps("edited"),
        edited_reason=row.perhaps("edited_reason", 300),
        withdrawn=row.flag("withdrawn"),
        positions=_positions(row),
        reasons=tuple(_reason(reason, voices) for reason in row.tables("reasons")),
        comments=tuple(remark(comment, voices) for comment in row.tables("comments")),
    )
    row.finished()
    if bool(read.edited) != bool(read.edited_reason):
        raise row.broken("edited_reason", "an edited text has a reason, and a reason an edited text")
    if read.speaks_for and voices.speakers[read.speaks_for] != read.said.by:
        raise row.broken("for", "only its representative speaks for an organisation")
    given = [reason.said.by for reason in read.reasons]
    if read.said.by in given or len(set(given)) != len(given):
        raise row.broken("reasons", "one person gives one reason, and not for their own contribution")
    for stance in Stance:
        if [reason.stance for reason in read.reasons].count(stance) > read.positions.get(stance, 0):
            raise row.broken("reasons", f"more reasons are {stance.value!r} than positions")
    return read


def _positions(row: Table) -> dict[Stance, int]:
    if not row.has("positions"):
        return {}
    counts = row.table("positions")
    read = {stance: counts.number(stance.value) for stance in Stance if counts.has(stance.value)}
    counts.finished()
    if sum(read.values()) > MOST_POSITIONS:
        raise row.broken("positions", f"{MOST_POSITIONS} people at most")
    return read


def _reason(row: Table, voices: Voices) -> ReasonText:
    stance = Stance(row.one_of("position", Stance.values))
    return ReasonText(said(row, voices.residents), stance)
