"""Erasing an account: what was stated is what happens, and nothing that named somebody can be found anywhere."""

import re
import shutil

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.commands.management.commands.worker import POST, ROUND, one_round
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Endorsement
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event, recompute
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.institutions.privacy import actions
from cestvous.institutions.privacy.actions.erasing import IN_OFFICE
from cestvous.institutions.privacy.models import Erasure, Words
from cestvous.institutions.privacy.policy import Wish, effect_of
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.privacy.holdings import HELD, Holder
from tests.activities.counts import wrong_counts
from tests.factories import PASSWORD, a_closed_debate, a_contribution, a_person, in_phase
from tests.institutions.leaving import EMAIL, GOES, STAYS, Leaver, somebody_who_signs_up, who_says_everything
from tests.machinery.everywhere import places_naming
from tests.machinery.mail import Letterbox
from tests.web.browsing import page, read, signed_in
from tests.web.documents import opening

pytestmark = pytest.mark.django_db
# What only somebody in office leaves, or nobody who has confirmed their address.
NOT_A_RESIDENTS = {
    "mandates.Mandate", "admin.LogEntry", "account.EmailConfirmation", "consultations.Adaptation",
    *(table._meta.label for table in IN_OFFICE),
}  # fmt: skip


@pytest.fixture
def leaver(
    settings: Settings,
    letterbox: Letterbox,
    drouot: Neighbourhood,
    consultation: Consultation,
    agent: Person,
    other_resident: Person,
) -> Leaver:
    settings.KEEP_PAGES = True
    # Where tests store, files of those before may be left: their rows were undone, and not their bytes.
    shutil.rmtree(settings.FILES_FOLDER, ignore_errors=True)
    call_command("createcachetable", verbosity=0)
    person, client = somebody_who_signs_up(drouot, letterbox)
    return who_says_everything(person, client, consultation, agent, other_resident)


def pages_about(leaver: Leaver) -> list[str]:
    number = leaver.consultation.number
    contributions = [page("contribution", number, n) for n in range(1, 7)]
    return [
        page("consultation_short", number), page("contributions", number), *contributions, page("questions", number),
        page("synthesis", number), page("finding", number, 1), page("objections", number), page("journal"),
        page("takeaway_whole", number), page("takeaway_table", number, "contributions"),
        page("takeaway_table", number, "comments"), page("journal_download"), page("consultation_news", number),
        page("synthesis_file", number, "pdf"), page("our_words", number), page("home"),
    ]  # fmt: skip


def fetched(address: str) -> str:
    """What a visitor reads there; of a PDF, its text."""
    answer = Client().get(address, follow=True)
    content: bytes = b"".join(answer) if answer.streaming else answer.content
    return opening.words(content) if address.endswith(".pdf") else content.decode()


def the_worker_goes_round() -> None:
    assert all([one_round(ROUND), one_round(POST)])


def test_somebody_leaves_traces_in_every_table_that_a_resident_can_fill(leaver: Leaver) -> None:
    """Else the search below would find nothing where nothing was: it looks for a marker in each of these."""
    holder = Holder(leaver.person, author_of(leaver.person))
    empty = {label for label, holding in HELD.items() if not list(holding.rows(holder))}
    assert empty == NOT_A_RESIDENTS & HELD.keys()
    for address in pages_about(leaver):
        fetched(address)
    places = " ".join(places_naming(GOES))
    for table in ("people_person.name", "account_emailaddress", "sources_version.body", "sources_version.stems",
                  "drafts_draft", "files_file.name", "files_file.description", "outbox_letter.recipient",
                  "organisations_representative.function", "authors_author.name", "organisations_organisation.looks",
                  "file ", "kept pages"):  # fmt: skip
        assert table in places, table


@pytest.mark.parametrize("wish", [Wish(Words.AS_CHOSEN, Words.GO), Wish(Words.GO, Words.GO)], ids=str)
def test_nothing_that_named_somebody_is_found_anywhere_once_they_left(
    leaver: Leaver, letterbox: Letterbox, wish: Wish
) -> None:
    for address in pages_about(leaver):
        fetched(address)
    actions.erase(by=leaver.person, wish=wish)
    the_worker_goes_round()
    the_worker_goes_round()
    # What a process keeps in memory is never given again: each is replaced when it is next asked for, as below.
    assert set(places_naming(GOES)) <= {"kept pages"}
    said = {address: fetched(address) for address in pages_about(leaver)}
    assert [address for address, content in said.items() if GOES in content.casefold()] == []
    the_worker_goes_round()
    assert places_naming(GOES) == []
    stayed = [address for address, content in said.items() if STAYS in content]
    assert bool(stayed) == (wish.contributions == Words.AS_CHOSEN)
    assert letterbox.arrived[-1][0] == EMAIL


def test_what_was_stated_is_what_happens(leaver: Leaver) -> None:
    author = author_of(leaver.person)
    effect = effect_of(leaver.person, author)
    assert (effect.contributions, effect.chosen_to_go, effect.taken_back) == (2, 1, 1)
    assert (effect.questions, effect.comments, effect.objections) == (1, 2, 1)
    assert (effect.positions, effect.reasons, effect.endorsements) == (1, 1, 1)
    assert (effect.drafts, effect.files, effect.took_part) == (1, 3, 1)
    assert effect.for_organisations == 1
    assert effect.represented == effect.alone == ("Les Jardins de Drouot",)
    actions.erase(by=leaver.person, wish=Wish(Words.AS_CHOSEN, Words.STAY), stated=effect.digest)
    own = Source.objects.filter(author=author)
    assert own.filter(kind="contribution", standing=Standing.PUBLISHED).count() == effect.chosen_to_stay
    assert own.filter(kind="contribution", standing=Standing.ERASED).count() == effect.chosen_to_go
    assert own.filter(standing=Standing.PUBLISHED).exclude(kind="contribution").count() == effect.others
    assert not Position.objects.filter(author=author).exists()
    assert not Endorsement.objects.filter(author=author).exists()
    assert not File.objects.filter(author=author, standing="published").exists()
    gone = Version.objects.filter(source__in=own.exclude(standing=Standing.PUBLISHED))
    assert not gone.exclude(salt="").exists(), "the register's digest could be tried against guesses"
    assert Letter.objects.get().recipient == EMAIL, "what waited is thrown away; the last mail says that it is done"
    for kind, count in (
        ("contributions.position-withdrawn", 2),
        ("privacy.words-erased", 1),
        ("privacy.file-erased", 2),
    ):
        assert Event.objects.filter(kind=kind).count() == count, kind
    assert Source.objects.filter(author__organisation__isnull=False, standing=Standing.PUBLISHED).count() == 1
    author.refresh_from_db()
    assert (author.kind, author.person, author.name) == (AuthorKind.ERASED, None, "")
    assert not Person.objects.filter(pk=leaver.person.pk).exists()
    assert not Organisation.objects.filter(author__name__contains=GOES).exists()
    assert not wrong_counts(leaver.consultation)
    the_worker_goes_round()
    assert recompute()[0] > 0


def test_words_that_stay_bear_no_name_and_words_that_go_say_since_when(leaver: Leaver) -> None:
    actions.erase(by=leaver.person, wish=Wish())
    number = leaver.consultation.number
    stays = fetched(page("contribution", number, leaver.stays.number))
    assert STAYS in stays
    assert "Compte effacé" in stays
    assert "avec le compte de la personne qui" in fetched(page("contribution", number, leaver.goes.number))


def test_an_effect_that_changed_since_it_was_stated_is_not_carried_out(leaver: Leaver) -> None:
    stated = effect_of(leaver.person, author_of(leaver.person)).digest
    Contribution.objects.filter(pk=leaver.stays.pk).update(stays_after_erasure=False)
    with pytest.raises(actions.StatedOtherwise):
        actions.erase(by=leaver.person, wish=Wish(), stated=stated)
    assert Person.objects.filter(pk=leaver.person.pk).exists()


def test_all_of_it_happens_on_the_site_after_a_fresh_password_and_a_confirmation(leaver: Leaver) -> None:
    address = reverse("erase_account")
    shown = read(leaver.client, address)
    assert "1 contribution reste, sans votre nom" in shown
    assert "1 contribution est remplacée" in shown
    stated = re.search(r'name="stated" value="(\w+)"', shown)
    assert stated is not None
    told = {"contributions": "as_chosen", "others": "go", "stated": stated[1]}
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert (
        elsewhere.post(address, {**told, "confirm": "on"})
        .headers["Location"]
        .startswith(reverse("account_reauthenticate"))
    )
    assert leaver.client.post(address, told).status_code == 422
    assert leaver.client.post(address, {**told, "confirm": "on", "stated": "autre"}).status_code == 422
    assert Person.objects.filter(pk=leaver.person.pk).exists()
    answer = leaver.client.post(address, {**told, "confirm": "on"})
    assert answer.headers["Location"] == reverse("account_erased")
    assert not Person.objects.filter(pk=leaver.person.pk).exists()
    assert not Session.objects.exists()
    assert elsewhere.get(reverse("account")).status_code == 302
    assert leaver.client.get(reverse("account")).status_code == 302
    assert leaver.client.get(reverse("account_erased")).status_code == 200


def test_the_page_tells_somebody_in_office_what_stays(consultation: Consultation, agent: Person) -> None:
    shown = read(signed_in(agent), reverse("erase_account"))
    assert "votre nom, votre mot de passe" not in shown
    assert "avec votre nom et votre fonction (chargée de participation)" in shown
    assert f"Plus personne ne mène «\N{NARROW NO-BREAK SPACE}{consultation.title}" in shown


def test_what_was_signed_in_office_keeps_its_name_and_nothing_else_does(
    consultation: Consultation, agent: Person, official: Person, resident: Person
) -> None:
    consultation = in_phase(consultation, "consultation")
    private = a_contribution(resident, consultation)
    consultation = in_phase(consultation, "debate")
    a_closed_debate(consultation)
    own = Author.objects.get(person=agent)
    name = agent.name
    effect = effect_of(agent, own)
    assert effect.in_force == effect.functions == ("chargée de participation",)
    assert effect.unled == (consultation.title,)
    actions.erase(by=agent, wish=Wish())
    agent.refresh_from_db()
    assert (agent.name, agent.is_active, agent.password, agent.age_band) == (name, False, "!", "")
    assert agent.email == f"erased-{agent.pk}@account.invalid"
    assert not EmailAddress.objects.filter(user=agent).exists()
    assert not Mandate.objects.at(agent.erased_at).filter(person=agent).exists()  # type: ignore[arg-type]
    for table in IN_OFFICE:
        assert not table._default_manager.filter(author=own).exists()
    own.refresh_from_db()
    assert (own.kind, own.person) == (AuthorKind.ERASED, None)
    assert name in fetched(page("finding", consultation.number, 1)) or name in fetched(
        page("synthesis", consultation.number)
    )
    assert private.source.author_id != own.pk


def test_every_table_that_names_an_author_is_dealt_with() -> None:
    """A new table that points at authors must say here what erasing does to it."""
    dealt_with = {
        *(table._meta.label for table in IN_OFFICE),
        "sources.Source", "sources.Voice", "discussions.Endorsement", "contributions.Position", "drafts.Draft",
        "files.File", "organisations.Representative", "organisations.Organisation", "consultations.Participation",
        "consultations.Adaptation",
    }  # fmt: skip
    models: list[type[Model]] = list(apps.get_models())
    naming = {
        model._meta.label for model in models for field in model._meta.concrete_fields if field.related_model is Author
    }
    assert naming == dealt_with


def test_what_is_said_in_another_window_at_that_instant_is_refused(
    consultation: Consultation, resident: Person
) -> None:
    consultation = in_phase(consultation, "consultation")
    author_of(resident)
    elsewhere = Person.objects.get(pk=resident.pk)
    elsewhere.__dict__["_known_author"] = Author.objects.get(person=elsewhere)
    actions.erase(by=resident, wish=Wish())
    with pytest.raises(Refused):
        a_contribution(elsewhere, consultation)


def test_an_erasure_is_remembered_without_a_name(resident: Person) -> None:
    number, opened_at = resident.pk, resident.joined_at
    actions.erase(by=resident, wish=Wish(Words.STAY, Words.GO))
    kept = Erasure.objects.get()
    assert (kept.account, kept.opened_at, kept.contributions, kept.others) == (number, opened_at, "stay", "go")


def test_a_restored_account_is_erased_again_and_no_other(resident: Person, other_resident: Person) -> None:
    told = {"account": resident.pk, "wish": Wish()}
    assert not actions.erase_again(opened_at=other_resident.joined_at.replace(year=2020), **told)  # type: ignore[arg-type]
    assert actions.erase_again(opened_at=resident.joined_at, **told)  # type: ignore[arg-type]
    assert not actions.erase_again(opened_at=resident.joined_at, **told)  # type: ignore[arg-type]
    assert not Representative.objects.exists()
    assert Person.objects.filter(pk=other_resident.pk).exists()
    assert a_person("Nouvelle").pk
