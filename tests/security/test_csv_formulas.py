"""CSV formula injection: no cell of any table that can be taken away is a formula to a spreadsheet."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from cestvous.foundation.authors.models import Author
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.takeaway.tables import TABLES
from tests.factories import a_comment, a_consultation, a_contribution, in_phase
from tests.web.taking_away import Life

pytestmark = pytest.mark.django_db
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _cells(client: Client, consultation: Consultation, table: str) -> list[str]:
    answer = client.get(reverse("takeaway_table", args=[consultation.number, table]))
    assert answer.status_code == 200
    words = b"".join(answer).decode("utf-8-sig")
    assert words, table
    return [cell for row in csv.reader(io.StringIO(words)) for cell in row]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_words_of_anybody_begin_a_formula(
    client: Client, agent: Person, official: Person, resident: Person, sign: str
) -> None:
    formula = f"{sign}1+cmd|' /C calc'!A0"
    now = in_phase(a_consultation(agent, official, title=formula), "consultation")
    said = a_contribution(resident, now, formula, f"{formula}\n{formula}", place=formula)
    a_comment(resident, said, formula)
    Author.objects.update(name=formula)
    for table in ("contributions", "comments"):
        cells = _cells(client, now, table)
        assert any(formula in cell for cell in cells), table
        assert not [cell for cell in cells if cell.startswith(FORMULAS) and not _is_number(cell)], table


def test_no_table_holds_a_formula_at_the_end_of_a_consultation(
    client: Client, consultation: Consultation, resident: Person, other_resident: Person, neighbour: Person,
    council_member: Person,
) -> None:  # fmt: skip
    life = Life(consultation, resident, other_resident, neighbour, council_member)
    life.whole()
    for table in TABLES:
        cells = _cells(client, life.consultation, table)
        assert not [cell for cell in cells if cell.startswith(FORMULAS) and not _is_number(cell)], table
