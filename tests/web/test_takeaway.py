"""Taking a consultation away: what pages show and nothing else, whole, in constant memory, safe in a spreadsheet."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.actions import open_threads
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.actions import Text, publish_many
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.takeaway import batches
from cestvous.web.takeaway.tables import TABLES, defused
from tests.architecture.house import ROOT
from tests.factories import a_person, activity
from tests.web.browsing import page, read
from tests.web.taking_away import Life

pytestmark = pytest.mark.django_db
Line = dict[str, Any]
DOCUMENTED = (ROOT / "docs" / "open-data-format.md").read_text(encoding="utf-8")


@pytest.fixture
def life(
    consultation: Consultation, resident: Person, other_resident: Person, neighbour: Person, drouot: Neighbourhood
) -> Life:
    silent = a_person("Odile Discrète", neighbourhood=drouot)
    return Life(consultation, resident, other_resident, neighbour, silent)


def fetched(client: Client, name: str, *args: object) -> str:
    answer = client.get(page(name, *args))
    assert answer.status_code == 200
    return b"".join(answer).decode()


def lines(client: Client, consultation: Consultation) -> list[Line]:
    content = fetched(client, "takeaway_whole", consultation.number)
    return [json.loads(line) for line in content.splitlines()]


def of_type(rows: list[Line], name: str) -> list[Line]:
    return [row for row in rows if row["type"] == name]


def table(client: Client, consultation: Consultation, name: str) -> list[dict[str, str]]:
    content = fetched(client, "takeaway_table", consultation.number, name)
    assert content.startswith("\ufeff")
    *rows, end = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    heads = list(end)
    assert dict(end) == dict.fromkeys(heads, "") | {heads[0]: "end", heads[1]: str(len(rows))}
    return rows


def everything(client: Client, consultation: Consultation) -> Iterator[str]:
    yield fetched(client, "takeaway_whole", consultation.number)
    for name in TABLES:
        yield fetched(client, "takeaway_table", consultation.number, name)
    yield fetched(client, "consultation_calendar", consultation.number)
    yield fetched(client, "consultation_news", consultation.number)
    yield fetched(client, "city_news")


def test_a_whole_file_says_so(client: Client, life: Life) -> None:
    life.whole()
    answer = client.get(page("takeaway_whole", life.consultation.number))
    assert answer["Content-Type"] == "application/jsonl; charset=utf-8"
    name = f"consultation-{life.consultation.number}-une-place-lambert-pour-tous"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.jsonl"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    content = b"".join(answer).decode()
    rows = [json.loads(line) for line in content.split("\n")[:-1]]
    assert rows[0] | {"type": "file", "format": "cestvous-open-data", "version": 1} == rows[0]
    assert rows[-1] == {"type": "end", "lines": len(rows)}
    assert not b"".join(client.head(page("takeaway_whole", life.consultation.number)))
    csv_file = client.get(page("takeaway_table", life.consultation.number, "comments"))
    assert csv_file["Content-Type"] == "text/csv; charset=utf-8"
    assert csv_file["Content-Disposition"] == f'attachment; filename="{name}-comments.csv"'


def test_it_says_what_the_pages_say(client: Client, life: Life) -> None:
    life.whole()
    number, rows = life.consultation.number, lines(client, life.consultation)

    def shown(name: str, *args: object) -> Any:
        return client.get(page(name, number, *args)).context["page"]

    contributions = of_type(rows, "contribution")
    assert [row["number"] for row in contributions] == [1, 2, 3, 4]
    for row in contributions:
        seen = shown("contribution", row["number"])
        assert (row["title"] or "", row["body"] or "") == (seen.said.title, seen.said.body)
        assert (row["author"]["name"], row["author"]["kind"]) == (seen.said.who, seen.said.kind)
        assert bool(row["standing"] != "published") == bool(seen.said.gone)
        assert row["comments"] == seen.thread.count
        assert len(row["earlier_versions"]) == max(len(seen.versions) - 1, 0)
    first = contributions[0]
    assert first["positions"] == {"for": 1, "mixed": 0, "against": 0}
    assert first["earlier_versions"][0]["title"] == "=1+1"
    seen = shown("contribution", 1)
    assert [row["body"] for row in of_type(rows, "reason")] == [reason.body for reason in seen.positions.reasons]
    under = [row for row in of_type(rows, "comment") if row["on"]["kind"] == "contribution"]
    remarks = {remark.number: remark for top in seen.thread.arguments.shown for remark in (top, *top.replies)}
    assert {row["number"] for row in under} == remarks.keys()
    for row in under:
        remark = remarks[row["number"]]
        assert (row["body"] or "", row["endorsements"]) == (remark.said.body, remark.endorsements)
        assert row["author"]["name"] in (remark.said.who, None)
    assert [row["author"]["name"] for row in under if row["body"] == "Sans nom."] == [None]
    for row in of_type(rows, "question"):
        seen = shown("question", row["number"]).question
        assert (row["body"] or "", bool(row["reply"])) == (seen.said.body, seen.reply is not None)
    for row in of_type(rows, "objection"):
        seen = shown("objection", row["number"])
        told = seen if hasattr(seen, "said") else seen.objection
        assert (row["body"] or "", row["author"]["name"]) == (told.said.body, told.said.who)
    for row in of_type(rows, "finding"):
        seen = shown("finding_version", row["number"], row["version"])
        assert (row["title"], row["body"], row["is_current"]) == (seen.title, seen.body, seen.is_current)
    for row in of_type(rows, "citation"):
        texts = shown("finding_version", row["finding"], row["finding_version"]).texts.make().cited
        assert [cited.marked for cited in texts if cited.whole == row["whole"]] == [row["passage"] or ""]
    decision = shown("decision")
    assert [row["reasons"] for row in of_type(rows, "answer")] == [row.answer.reasons for row in decision.findings]
    assert [row["preamble"] for row in of_type(rows, "decision")] == [decision.version.preamble]
    commitment = shown("commitment", 1)
    assert [row["title"] for row in of_type(rows, "commitment")] == [commitment.shape.title]
    assert [row["state"] for row in of_type(rows, "commitment")] == ["done"]
    assert [row["body"] for row in of_type(rows, "progress")] == [report.row.body for report in commitment.reports]
    assert [row["title"] for row in of_type(rows, "milestone")] == [step.title for step in commitment.shape.milestones]


def test_nothing_that_is_not_public_leaves_at_any_stage(client: Client, life: Life, resident: Person) -> None:
    client.force_login(resident)
    for stage in life.STAGES:
        stage(life)
        # Whoever only takes position or agrees is named nowhere.
        never = [*life.secrets, life.silent.name, "import_key", "@exemple.test"]
        never += [*Author.objects.values_list("identifier", flat=True).order_by("pk")]
        never += [*Version.objects.values_list("salt", flat=True).order_by("pk")]
        never += [*Version.objects.values_list("fingerprint", flat=True).order_by("pk")]
        never += [*Person.objects.values_list("password", flat=True).order_by("pk")]
        for content in everything(client, life.consultation):
            assert [words for words in never if words and words in content] == [], stage.__name__


def test_words_that_are_withdrawn_later_leave_the_citations_too(client: Client, life: Life) -> None:
    life.whole()
    cited = [row for row in of_type(lines(client, life.consultation), "citation") if row["passage"]]
    assert {row["passage"] for row in cited} == {"à l'ombre"}
    Source.objects.filter(kind="contribution", number=1).update(standing=Standing.ERASED, standing_since=clock.now())
    rows = lines(client, life.consultation)
    assert {row["passage"] for row in of_type(rows, "citation")} == {None}
    assert {row["standing"] for row in of_type(rows, "citation")} == {"erased"}
    first = of_type(rows, "contribution")[0]
    assert (first["title"], first["body"], first["reason"], first["earlier_versions"]) == (None, None, None, [])


def test_a_spreadsheet_reckons_with_nobody_s_words(client: Client, life: Life) -> None:
    life.say()
    rows = table(client, life.consultation, "contributions")
    assert rows[0]["title"] == "'=1+2"
    assert table(client, life.consultation, "comments")[0]["body"].startswith("'-")
    assert [defused(words) for words in ("+1", "@x", "\tx", "\rx", "x=1", "")] == [
        "'+1",
        "'@x",
        "'\tx",
        "'\rx",
        "x=1",
        "",
    ]


def test_tables_hold_what_the_whole_holds(client: Client, life: Life) -> None:
    life.whole()
    rows = lines(client, life.consultation)
    for name, kind in (("contributions", "contribution"), ("comments", "comment"), ("commitments", "commitment")):
        told = table(client, life.consultation, name)
        assert [row["number"] for row in told] == [str(row["number"]) for row in of_type(rows, kind)]
    assert [row["version"] for row in table(client, life.consultation, "findings")] == ["2"]
    assert {row["finding_version"] for row in table(client, life.consultation, "citations")} == {"2"}
    (answer,) = table(client, life.consultation, "answers")
    assert answer["reasons"] == of_type(rows, "answer")[-1]["reasons"]
    assert table(client, life.consultation, "contributions")[0]["positions_for"] == "1"


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield name
            yield from _names(below)
    if isinstance(value, list):
        for below in value:
            yield from _names(below)


def test_every_line_field_and_column_is_documented(client: Client, life: Life) -> None:
    life.whole()
    rows = lines(client, life.consultation)
    types = {row["type"] for row in rows}
    assert types >= {"opening", "reason", "set_aside", "synthesis", "milestone", "progress", "answer", "objection"}
    undocumented = {name for name in {*types, *_names(rows)} if f"`{name}`" not in DOCUMENTED}
    assert undocumented <= {"type"}
    for each in TABLES.values():
        told = next(row for row in DOCUMENTED.splitlines() if row.startswith(f"| `{each.name}.csv`"))
        assert told.split("|")[3].replace("`", "").replace(",", "").split() == each.heads


def test_no_draft_is_taken_away_by_anybody(client: Client, agent: Person, consultation: Consultation) -> None:
    client.force_login(agent)
    Consultation.objects.filter(pk=consultation.pk).update(state="draft")
    for name in ("takeaway", "takeaway_whole", "consultation_calendar", "consultation_news"):
        read(client, page(name, consultation.number), status=404)
    read(client, page("takeaway_table", consultation.number, "comments"), status=404)


def test_a_table_that_does_not_exist_is_not_found(client: Client, consultation: Consultation) -> None:
    read(client, page("takeaway_table", consultation.number, "people"), status=404)


def test_the_page_offers_what_there_is(client: Client, life: Life) -> None:
    life.say()
    number = life.consultation.number
    words = read(client, page("takeaway", number))
    assert page("takeaway_table", number, "contributions") in words
    assert page("takeaway_table", number, "answers") not in words
    for name in ("consultation_short", "procedure"):
        assert page("takeaway", number) in client.get(page(name, number), follow=True).content.decode()


# --- Volume -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def many_contributions(consultation: Consultation, first: int, count: int) -> None:
    author, _made = Author.objects.get_or_create(kind=AuthorKind.IMPORTED, name="Anne (ailleurs)")
    about = activity(consultation, "contributions")
    references = [Reference("contribution", n, consultation.number) for n in range(first, first + count)]
    texts = [
        Text(reference=each, author=author, title=f"N° {each.number}", body="Des bancs. " * 300, at=clock.now())
        for each in references
    ]
    said = zip(references, publish_many(texts), open_threads(under=references), strict=True)
    Contribution.objects.bulk_create(
        Contribution(activity=about, number=each.number, source=source, thread=thread) for each, source, thread in said
    )


def consumed(client: Client, consultation: Consultation, *table: str) -> int:
    """How many characters, none of them kept."""
    name = "takeaway_table" if table else "takeaway_whole"
    return sum(len(chunk) for chunk in client.get(page(name, consultation.number, *table)))


def test_queries_grow_by_batches_only(
    client: Client, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS", 10)
    asked = []
    for first, count in ((1, 5), (6, 100)):
        many_contributions(consultation, first, count)
        with CaptureQueriesContext(connection) as queries:
            rows = lines(client, consultation)
        asked.append(len(queries))
        assert [row["number"] for row in of_type(rows, "contribution")] == list(range(1, first + count))
    assert asked[0] < 40
    assert asked[1] - asked[0] <= 3 * 10


def test_memory_does_not_grow_with_what_was_said(
    client: Client, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS", 50)
    files: tuple[tuple[str, ...], ...] = ((), ("contributions",))
    peaks: dict[tuple[str, ...], list[int]] = {file: [] for file in files}
    for first, count in ((1, 200), (201, 800)):
        many_contributions(consultation, first, count)
        for file in files:
            tracemalloc.start()
            taken = consumed(client, consultation, *file)
            peaks[file].append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert taken > 3_000 * (first + count - 1)
    for few, many in peaks.values():
        assert many < 1.2 * few
        assert many < taken / 2
