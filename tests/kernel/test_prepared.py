"""Queries put together once answer what Django's own would, whatever they are told."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import BigAutoField, CharField, F, IntegerField
from django.test.utils import CaptureQueriesContext

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.databases.instances import Instances, columns_of
from cestvous.kernel.databases.prepared import Among, Blank, Prepared, any_of, blanks, filling
from cestvous.procedure.consultations.models import Activity, Consultation
from tests.factories import a_contribution, a_person

pytestmark = pytest.mark.django_db
COLUMNS = columns_of(Consultation)
HOSTILE = "');--\" %s %% \\ '"


@pytest.fixture
def made() -> list[tuple[object, ...]]:
    """What shapes a query was put together in."""
    return []


@pytest.fixture
def numbered(made: list[tuple[object, ...]]) -> Prepared:
    def build(is_public: bool) -> Any:
        made.append((is_public,))
        rows = Consultation.objects.public() if is_public else Consultation.objects.all()
        return rows.filter(number=Blank("number", IntegerField())).order_by("pk").values_list(*COLUMNS)

    return Prepared(build)


@pytest.mark.parametrize("number", [1 << 31, 1 << 63, -(1 << 63) - 1, 10**30])
def test_a_number_that_no_column_holds_is_found_nowhere(numbered: Prepared, number: int) -> None:
    assert numbered.rows(False, number=number) == []


def test_it_answers_what_the_query_itself_would(open_consultation: Consultation, numbered: Prepared) -> None:
    for number in (open_consultation.number, open_consultation.number + 1):
        asked = Consultation.objects.filter(number=number).order_by("pk").values_list(*COLUMNS)
        assert numbered.rows(True, number=number) == list(asked)


def test_it_is_put_together_once_for_each_shape(
    open_consultation: Consultation, numbered: Prepared, made: list[tuple[object, ...]]
) -> None:
    for number in range(4):
        numbered.rows(True, number=number)
        numbered.rows(False, number=number)
    assert made == [(True,), (False,)]
    with CaptureQueriesContext(connection) as asked:
        numbered.rows(True, number=1)
    assert len(asked) == 1


def test_what_is_changed_is_seen_at_once(open_consultation: Consultation, numbered: Prepared) -> None:
    title = COLUMNS.index("title")
    assert numbered.rows(True, number=open_consultation.number)[0][title] == open_consultation.title
    Consultation.objects.filter(pk=open_consultation.pk).update(title="Autrement")
    assert numbered.rows(True, number=open_consultation.number)[0][title] == "Autrement"


def test_a_blank_that_is_told_nothing_is_an_error(numbered: Prepared) -> None:
    with pytest.raises(KeyError, match="number"):
        numbered.rows(True)


def test_what_can_find_nothing_asks_nothing() -> None:
    nothing = Prepared(lambda: Consultation.objects.none().values_list("pk"))
    with CaptureQueriesContext(connection) as asked:
        assert nothing.rows() == []
    assert not asked.captured_queries


def test_whatever_is_told_is_a_value(open_consultation: Consultation) -> None:
    Consultation.objects.filter(pk=open_consultation.pk).update(title=HOSTILE)
    rows = Consultation.objects.order_by("pk").values_list("title")
    titled = Prepared(lambda: rows.filter(title=Blank("title", CharField())))
    one_of = Prepared(lambda: rows.filter(Among(F("title"), "titles", CharField())))
    assert titled.rows(title=HOSTILE) == [(HOSTILE,)]
    assert titled.rows(title="' OR 1 = 1") == []
    assert one_of.rows(titles=["x", HOSTILE]) == [(HOSTILE,)]
    assert one_of.rows(titles=["' OR 1 = 1"]) == []


def test_one_among_many_is_one_parameter() -> None:
    keys = [a_person().pk for _each in range(5)]
    known = Prepared(
        lambda: Person.objects.filter(Among(F("pk"), "keys", BigAutoField())).order_by("pk").values_list("pk")
    )
    for wanted in ([], keys[:1], keys[1:4], [*keys, keys[0], keys[-1] + 1_000_000]):
        assert [key for (key,) in known.rows(keys=wanted)] == [key for key in keys if key in wanted]


def test_one_of_a_few_is_an_equality_for_each(open_consultation: Consultation) -> None:
    keys = [activity.pk for activity in open_consultation.activities]

    def build(count: int) -> Any:
        wanted = any_of("pk", blanks("key", BigAutoField(), count))
        return Activity.objects.filter(wanted).order_by("pk").values_list("pk", "settings")

    rows = Prepared(build)
    for count in range(3):
        found = rows.rows(count, **filling("key", keys[:count]))
        assert found == [(row.pk, row.settings) for row in Activity.objects.filter(pk__in=keys[:count]).order_by("pk")]


def test_a_row_makes_the_instances_that_django_would(open_consultation: Consultation, resident: Person) -> None:
    one = a_contribution(resident, open_consultation)
    names = (
        *("id", "number", "for_count", "theme__id", "theme__name", "source__id", "source__said_at", "doubled"),
        *("source__author__id", "source__author__person__id", "source__author__person__name"),
    )
    rows = Contribution.objects.annotate(doubled=F("number") * 2).order_by("pk").values_list(*names)
    instances = Instances(Contribution, *names)
    with CaptureQueriesContext(connection) as asked:
        made = instances.of(rows[0])
        assert made == one
        assert (made.number, made.theme, made.source_id) == (one.number, None, one.source_id)
        assert made.source.said_at == clock.now()
        assert made.source.author.person == resident
        assert made.source.author.person.name == resident.name
        assert made.__dict__["doubled"] == 2 * one.number
    assert len(asked) == 1
    # What was not read is read once it is asked for, as Django does.
    assert made.source.author.person.email == resident.email


def test_instances_know_each_other_from_both_ends(open_consultation: Consultation) -> None:
    names = (*columns_of(Consultation), "presented__id", "presented__video", "presented__consultation")
    (row,) = Consultation.objects.filter(pk=open_consultation.pk).order_by("pk").values_list(*names)
    made = Instances(Consultation, *names).of(row)
    with CaptureQueriesContext(connection) as asked:
        assert getattr(made, "presented", None) is None
    assert not asked.captured_queries
