"""What the pages of the synthesis cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    SetAsideReason,
)
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_neighbourhood,
    a_person,
    a_section,
    activity,
    an_objection,
    fresh,
    in_phase,
)
from tests.web.browsing import page, read, signed_in
from tests.web.syntheses.findings import BENCHES, finding_of

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, address)
    return len(captured)


@pytest.mark.parametrize("count", [5, 40])
def test_pages_cost_a_bounded_number_of_queries(
    client: Client, consultation: Consultation, agent: Person, resident: Person, count: int
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    people = [a_person(neighbourhood=a_neighbourhood("Drouot")) for _ in range(3)]
    rows = [a_contribution(people[index % 3], open_for_words, f"Titre {index}", BENCHES) for index in range(count)]
    mine = a_contribution(resident, open_for_words, "Le mien", BENCHES)
    drafting = in_phase(consultation, "synthesis")
    section = a_section(drafting)
    for index, row in enumerate(rows):
        finding = a_finding(drafting, f"Constat {index}", section=section)
        for source in {row.source_id: row.source, rows[0].source_id: rows[0].source}.values():
            actions.cite(by=agent, finding=finding, source=source, quote="des bancs à l'ombre" if index % 2 else "")
    desk, n = signed_in(agent), consultation.number
    for query in ("", "?show=cited", "?show=all", "?show=comment"):
        assert queries(desk, page("synthesis_desk", n) + query) <= 16, query
    assert queries(desk, page("synthesis_draft", n, 1)) <= 16
    assert queries(desk, page("synthesis_publish", n)) <= 16
    actions.set_aside(
        by=agent,
        activity=activity(fresh(drafting), "syntheses"),
        sources=[mine.source],
        reason=SetAsideReason.OTHER,
        words="Déjà dit.",
    )
    debate = in_phase(consultation, "debate")
    for row in rows[: count // 2]:
        row.activity = activity(debate, "contributions")
        row.source = Source.objects.with_words().get(pk=row.source_id)
        assert row.source.author.person is not None
        an_objection(row.source.author.person, row, finding=finding_of(debate, 1))
    addresses = [
        page("synthesis", n),
        page("synthesis_version", n, 1),
        page("set_asides", n),
        page("finding", n, 1),
        page("finding_version", n, 1, 1),
        page("objections", n),
        page("objection", n, 1),
    ]
    for address in addresses:
        assert queries(client, address) <= 12, address
        assert queries(signed_in(resident), address) <= 16, address
    for address in (
        page("synthesis_desk", n),
        page("reply_to_objection", n, 1),
        page("object_to_synthesis", n),
        page("revise_finding", n, 1),
        page("synthesis_confirm", n),
    ):
        assert queries(desk, address) <= 16, address
    assert queries(signed_in(resident), page("object_to_synthesis", n)) <= 16
    in_phase(consultation, "follow-up")
    for address in (page("synthesis", n), page("finding", n, 1)):
        assert queries(client, address) <= 12, address
        assert queries(signed_in(resident), address) <= 16, address
