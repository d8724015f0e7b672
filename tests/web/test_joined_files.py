"""Files under a contribution: joined, described anew, taken away, and hidden with it."""

import csv
import json
from io import StringIO

import pytest
from django.test import Client

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.contributions.models.cards import cards
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File, FileStanding
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.files.address import address_of
from tests.factories import a_contribution, a_representative, in_phase
from tests.factories.files import PDF, a_received_file, an_upload, picture_bytes
from tests.web.browsing import page, read, shown, signed_in
from tests.web.filling import a_contribution_form, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(resident: Person) -> File:
    return a_received_file(resident)


@pytest.fixture
def illustrated(open_consultation: Consultation, resident: Person, plan: File) -> Contribution:
    """A contribution with a picture and a document."""
    picture = a_received_file(resident, "banc.png", picture_bytes())
    joined = [Joined(picture, "Un banc rouge"), Joined(plan, "Le plan")]
    return a_contribution(resident, open_consultation, joined=joined)


def edit(by: Person, contribution: Contribution, joined: list[Joined] | None, opened_with: str | None = None) -> None:
    words = contribution.source.words
    actions.edit(
        by=by, contribution=contribution, title=words.title, body=words.body, theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=words.number, joined=joined, opened_with=opened_with,
    )  # fmt: skip


def test_files_are_joined_on_submitting_and_shown(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    form = a_contribution_form() | {
        "joined-0-file": an_upload("banc.png", picture_bytes()),
        "joined-0-description": "Un banc rouge",
        "joined-1-file": an_upload(),
        "joined-1-description": "Le plan",
    }
    answer = signed_in(resident).post(page("contribute", open_consultation.number), form)
    assert answer.status_code == 302, answer.content.decode()
    words = read(client, page("contribution", open_consultation.number, 1))
    assert 'alt="Un banc rouge"' in words
    assert "Le plan" in words
    assert "2 fichiers" in read(client, page("contributions", open_consultation.number))
    assert Event.objects.filter(kind="contributions.file-attached", public=True).count() == 2


def test_a_refused_form_keeps_what_was_uploaded(open_consultation: Consultation, resident: Person) -> None:
    theirs, address = signed_in(resident), page("contribute", open_consultation.number)
    form = a_contribution_form(title="") | {
        "joined-0-file": an_upload("banc.png", picture_bytes()),
        "joined-0-description": "Un banc rouge",
    }
    answer = theirs.post(address, form)
    assert answer.status_code == 422
    assert "banc" in answer.content.decode()
    held = File.objects.get()
    again = a_contribution_form() | {"joined-0-held": held.identifier, "joined-0-description": "Un banc rouge"}
    assert theirs.post(address, again).status_code == 302
    held.refresh_from_db()
    assert held.owner == Contribution.objects.get().reference


def test_a_fourth_file_is_refused(open_consultation: Consultation, resident: Person) -> None:
    joined = [Joined(a_received_file(resident, f"plan-{number}.pdf"), "Un plan") for number in range(4)]
    with pytest.raises(Refused, match="3 fichiers au plus"):
        a_contribution(resident, open_consultation, joined=joined)
    assert not Contribution.objects.exists()


def test_somebody_else_s_file_is_not_joined(open_consultation: Consultation, neighbour: Person, plan: File) -> None:
    with pytest.raises(Refused):
        a_contribution(neighbour, open_consultation, joined=[Joined(plan, "Le plan")])


def test_a_form_sent_twice_joins_its_files_once(
    illustrated: Contribution, open_consultation: Consultation, resident: Person
) -> None:
    assert a_contribution(resident, open_consultation, joined=[Joined(a_received_file(resident))]) == illustrated
    assert File.objects.of(illustrated.reference).count() == 2


def test_a_file_taken_away_leaves_a_dated_statement_and_makes_no_version(
    client: Client, illustrated: Contribution, resident: Person, plan: File
) -> None:
    number = illustrated.activity.consultation.number
    theirs, address = signed_in(resident), page("edit_contribution", number, illustrated.number)
    form = filled(shown(theirs, address).form, joined=None)
    files = File.objects.of(illustrated.reference).published()
    held = {f"joined-{place}-held": file.identifier for place, file in enumerate(files)}
    told = {f"joined-{place}-description": file.description for place, file in enumerate(files)}
    assert theirs.post(address, {**form, **held, **told, "joined-1-out": "on"}).status_code == 302
    plan.refresh_from_db()
    assert plan.standing == FileStanding.WITHDRAWN
    assert "Un document a été retiré le" in read(client, page("contribution", number, illustrated.number))
    assert client.get(address_of(plan)).status_code == 404
    illustrated.source.refresh_from_db()
    assert illustrated.source.words.number == 1
    assert Event.objects.filter(kind="contributions.file-withdrawn").count() == 1


def test_a_form_opened_on_other_files_takes_none_away_unseen(
    illustrated: Contribution, resident: Person, neighbour: Person, agent: Person
) -> None:
    opened_with = actions.files_edition(illustrated)
    kept = [Joined(file, file.description) for file in File.objects.of(illustrated.reference).published()]
    edit(resident, illustrated, [*kept, Joined(a_received_file(resident, "autre.pdf"), "Autre")], opened_with)
    with pytest.raises(EditedMeanwhile):
        edit(resident, illustrated, kept, opened_with)
    assert File.objects.of(illustrated.reference).published().count() == 3


def test_a_conflict_shows_the_files_that_are_there_now(illustrated: Contribution, resident: Person) -> None:
    number = illustrated.activity.consultation.number
    theirs, address = signed_in(resident), page("edit_contribution", number, illustrated.number)
    form = filled(shown(theirs, address).form, joined=None, title="Autre titre")
    edit(resident, illustrated, [])
    answer = theirs.post(address, form)
    assert answer.status_code == 422
    assert "Autre titre" in answer.content.decode()
    assert answer.context["page"].theirs_files.gone
    form = filled(answer.context["page"].form, joined=None)
    assert theirs.post(address, form).status_code == 302


def test_files_stay_where_an_edit_says_nothing_of_them(illustrated: Contribution, resident: Person) -> None:
    edit(resident, illustrated, None)
    assert File.objects.of(illustrated.reference).published().count() == 2


def test_another_s_contribution_is_given_no_file_nor_one_that_is_closed(
    illustrated: Contribution, resident: Person, neighbour: Person
) -> None:
    with pytest.raises(Refused):
        edit(neighbour, illustrated, [])
    illustrated.activity.consultation = in_phase(illustrated.activity.consultation, "synthesis")
    with pytest.raises(Refused):
        edit(resident, illustrated, [])
    assert File.objects.of(illustrated.reference).published().count() == 2


def test_files_are_gone_with_a_withdrawn_contribution(client: Client, illustrated: Contribution, resident: Person,
    plan: File) -> None:  # fmt: skip
    number = illustrated.activity.consultation.number
    assert client.get(address_of(plan)).getvalue() == PDF
    actions.withdraw(by=resident, contribution=illustrated)
    assert client.get(address_of(plan)).status_code == 404
    assert "Un banc rouge" not in read(client, page("contribution", number, illustrated.number))
    lines = client.get(page("takeaway_whole", number)).getvalue().decode().splitlines()
    assert next(line for line in map(json.loads, lines) if line["type"] == "contribution")["files"] == []


def test_open_data_tell_what_is_joined_and_who_spoke(
    client: Client, open_consultation: Consultation, resident: Person, agent: Person, plan: File
) -> None:
    through = a_representative(resident, agent)
    a_contribution(resident, open_consultation, through=through, joined=[Joined(plan, "Le plan")])
    lines = client.get(page("takeaway_whole", open_consultation.number)).getvalue().decode().splitlines()
    line = next(line for line in map(json.loads, lines) if line["type"] == "contribution")
    assert line["author"] == {
        "name": "Les Jardins de Drouot",
        "kind": "organisation",
        "function": None,
        "through": {"name": "Samira Benali", "function": "présidente"},
    }
    assert [address.rsplit("/", 1)[-1] for address in line["files"]] == ["plan.pdf"]
    table = client.get(page("takeaway_table", open_consultation.number, "contributions")).getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(StringIO(table)))
    assert row["author_kind"] == "organisation"
    assert row["author_through_name"] == "Samira Benali"
    assert row["files"].endswith("plan.pdf")


def test_a_representative_keeps_the_files_of_another(
    open_consultation: Consultation, resident: Person, neighbour: Person, agent: Person, plan: File
) -> None:
    through = a_representative(resident, agent)
    theirs = a_contribution(resident, open_consultation, through=through, joined=[Joined(plan, "Le plan")])
    a_representative(neighbour, agent, function="trésorier")
    edit(Person.objects.get(pk=neighbour.pk), theirs, [Joined(plan, "Le plan de mai")])
    plan.refresh_from_db()
    assert (plan.description, plan.author.person) == ("Le plan de mai", resident)


def test_a_file_that_a_virus_scanner_has_yet_to_see_is_not_counted(illustrated: Contribution) -> None:
    def counted() -> int:
        (card,) = cards([(illustrated.pk, 0)])
        return int(card.contribution().__dict__["file_count"])

    assert counted() == 2
    File.objects.filter(pk=min(File.objects.of(illustrated.reference).values_list("pk", flat=True))).update(
        waits_for_scan=True
    )
    assert counted() == 1
