"""What the page that offers the downloads shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cestvous.activities.decisions import kind as decisions
from cestvous.activities.decisions.models import DecisionVersion
from cestvous.activities.syntheses import kind as syntheses
from cestvous.activities.syntheses.models import SynthesisVersion
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Link
from cestvous.web.takeaway.tables import TABLES, Table

DOCUMENTS = (
    (syntheses.NAME, "synthesis_file", "pdf", _("The synthesis as accessible PDF")),
    (syntheses.NAME, "synthesis_file", "docx", _("The synthesis as Word document")),
    (decisions.NAME, "decision_file", "pdf", _("The decision as accessible PDF")),
    (decisions.NAME, "decision_file", "docx", _("The decision as Word document")),
)


@dataclass(frozen=True)
class TableOffered:
    """A table with what it holds. Before its words are published there is nothing to take: no address."""

    title: str
    holds: str
    file_name: str
    url: str


@dataclass(frozen=True)
class TakeawayPage:
    whole_url: str
    whole_name: str
    documents: Sequence[Link]
    tables: Sequence[TableOffered]
    calendar_url: str
    news_url: str


def takeaway_page(found: Found) -> TakeawayPage:
    """Two queries beside those of the frame."""
    number = found.consultation.number
    published = {
        syntheses.NAME: SynthesisVersion.objects.filter(synthesis__activity__consultation=found.consultation).exists(),
        decisions.NAME: DecisionVersion.objects.signed()
        .filter(decision__activity__consultation=found.consultation)
        .exists(),
    }
    return TakeawayPage(
        whole_url=reverse("takeaway_whole", args=[number]),
        whole_name=file_name(found, "jsonl"),
        documents=[
            Link(str(title), reverse(name, args=[number, ending]))
            for kind, name, ending, title in DOCUMENTS
            if published[kind]
        ],
        tables=[
            _offered(found, table, is_there=published.get(table.kind, True))
            for table in TABLES.values()
            if found.consultation.activity_of_kind(table.kind)
        ],
        calendar_url=reverse("consultation_calendar", args=[number]),
        news_url=reverse("consultation_news", args=[number]),
    )


def _offered(found: Found, table: Table, *, is_there: bool) -> TableOffered:
    return TableOffered(
        title=str(table.title),
        holds=str(table.holds),
        file_name=file_name(found, "csv", table.name),
        url=reverse("takeaway_table", args=[found.consultation.number, table.name]) if is_there else "",
    )


def file_name(found: Found, ending: str, *parts: str) -> str:
    """Under which name a file is kept: "consultation-3-place-lambert-comments.csv"."""
    consultation = found.consultation
    return "-".join(["consultation", str(consultation.number), consultation.slug, *parts]) + f".{ending}"
