"""What one act does to thousands of texts, and that what is counted agrees with a recount whatever was done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import SetAside, SetAsideReason, coverage_of, waiting
from cestvous.foundation.journal.actions import Facts, WordsInTheJournal, record_many
from cestvous.foundation.journal.models import Event, Unsealed
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Fate
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.events import CREATED
from cestvous.procedure.consultations.models import Consultation
from tests.activities.counts import wrong_counts
from tests.factories import a_contribution, a_finding, a_person, activity, agent_of, fresh, in_phase

pytestmark = pytest.mark.django_db


def test_texts_set_aside_together_cost_few_queries_and_leave_an_event_each(
    open_consultation: Consultation, resident: Person
) -> None:
    for number in range(30):
        a_contribution(resident, open_consultation, f"Un banc, n° {number}")
    consultation = in_phase(open_consultation, "synthesis")
    sources, before = list(waiting(consultation)), Event.objects.count()
    words = "Cela parle d'autre chose."
    with CaptureQueriesContext(connection) as asked:
        put = syntheses.set_aside(
            by=agent_of(consultation), activity=activity(consultation, "syntheses"), sources=sources,
            reason=SetAsideReason.OFF_TOPIC, words=words,
        )  # fmt: skip
    assert len(put) == 30
    assert len(asked) < 60
    assert Event.objects.count() == before + 30
    assert Unsealed.objects.filter(event__kind="syntheses.set-aside").count() == 30
    assert coverage_of(consultation).in_bulk == 30
    assert not wrong_counts(consultation)


def test_many_events_hold_no_words_either(db: None) -> None:
    about: list[tuple[Reference, Facts]] = [(Reference("consultation", 1), {"title": "des mots de quelqu'un"})]
    with pytest.raises(WordsInTheJournal):
        record_many(CREATED, about=about, at=clock.now())


def test_what_lists_count_follows_whatever_its_author_and_others_do(
    open_consultation: Consultation, resident: Person, drouot: Neighbourhood
) -> None:
    one, other = (a_contribution(resident, open_consultation, title) for title in ("Des bancs", "Des arbres"))
    for _number in range(5):
        person = a_person(neighbourhood=drouot)
        contributions.take_position(by=person, contribution=one, stance=Stance.FOR)
    assert Contribution.objects.get(pk=one.pk).tendency == "agreed"
    assert not wrong_counts(open_consultation)
    contributions.withdraw_position(by=person, contribution=one)
    assert Contribution.objects.get(pk=one.pk).tendency == ""
    contributions.edit(
        by=resident, contribution=one, title="Des bancs", body="À l'ombre.", theme=None, neighbourhood=drouot,
        stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip
    assert not wrong_counts(open_consultation)
    contributions.withdraw(by=resident, contribution=other)
    assert not wrong_counts(open_consultation)


def test_what_became_of_a_text_follows_what_agents_do_and_outlives_its_withdrawal(
    open_consultation: Consultation, resident: Person
) -> None:
    one, other = (a_contribution(resident, open_consultation, title) for title in ("Des bancs", "Des arbres"))
    consultation = in_phase(open_consultation, "synthesis")
    agent, finding = agent_of(consultation), a_finding(consultation)
    cited = syntheses.cite(by=agent, finding=finding, source=one.source, quote="Il manque des bancs")
    syntheses.cite(by=agent, finding=finding, source=other.source)
    assert not wrong_counts(consultation)
    assert coverage_of(consultation).by_passage == 1
    syntheses.uncite(by=agent, citation=cited)
    one.source.refresh_from_db()
    assert one.source.fate == Fate.WAITING
    contributions.withdraw(by=resident, contribution=Contribution.objects.get(pk=other.pk))
    assert not wrong_counts(fresh(consultation))
    assert (coverage_of(consultation).total, coverage_of(consultation).withdrawn) == (1, 1)
    syntheses.remove_finding(by=agent, finding=finding)
    assert not wrong_counts(consultation)
    assert not SetAside.objects.exists()
