"""Somebody who leaves words and traces everywhere, each marked: as what must go with them, or as what they let stay."""

from dataclasses import dataclass
from io import BytesIO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from PIL import Image

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.drafts.actions import keep
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    PASSWORD,
    a_comment,
    a_contribution,
    a_question,
    a_representative,
    an_objection,
    in_phase,
)
from tests.factories.files import a_received_file, docx_bytes
from tests.factories.organisations import asking
from tests.machinery.mail import Letterbox

# In everything that names them or that they want gone; and in what they let stay.
GOES, STAYS = "zqxwk", "restequv"
EMAIL, OTHER_EMAIL = f"{GOES}@exemple.test", f"{GOES}-2@exemple.test"


def a_picture_that_tells() -> bytes:
    """A picture whose file names who took it."""
    told = Image.Exif()
    told[0x013B] = told[0x010E] = f"{GOES} {EMAIL}"
    written = BytesIO()
    Image.new("RGB", (60, 40), "#2b3a8f").save(written, "JPEG", exif=told)
    return written.getvalue()


@dataclass
class Leaver:
    """Who leaves, how they are signed in, and the consultation in which they said all that one can say."""

    person: Person
    client: Client
    consultation: Consultation
    stays: Contribution
    goes: Contribution


def somebody_who_signs_up(drouot: Neighbourhood, letterbox: Letterbox) -> tuple[Person, Client]:
    """By the site's own forms, with a wrong password, a forgotten one and a change of address on the way."""
    client = Client()
    told = {
        "email": EMAIL, "password1": PASSWORD, "name_kind": "own", "name": f"Zoé {GOES}",
        "neighbourhood": str(drouot.pk), "age_band": "40-59", "at_least_16": "on", "charter": "on",
    }  # fmt: skip
    assert client.post(reverse("account_signup"), told).status_code == 302
    client.post(letterbox.last_link())
    person = Person.objects.get(email=EMAIL)
    EmailAddress.objects.filter(user=person).update(verified=True)
    for password in ("faux", PASSWORD):
        Client().post(reverse("account_login"), {"login": EMAIL, "password": password})
    Client().post(reverse("account_reset_password"), {"email": EMAIL})
    client = Client()
    assert client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD}).status_code == 302
    client.post(reverse("account_reauthenticate"), {"proof-asked": "send", "proof-password": PASSWORD})
    assert client.post(reverse("account_email"), {"email": OTHER_EMAIL, "action_add": "1"}).status_code == 302
    return person, client


def who_says_everything(
    person: Person, client: Client, consultation: Consultation, agent: Person, other: Person
) -> Leaver:
    """All that one can leave until the debate."""
    consultation = in_phase(consultation, "consultation")
    a_question(person, consultation, f"Question {GOES} ?")
    files = [
        Joined(a_received_file(person, f"{GOES}.jpg", a_picture_that_tells()), f"Moi, {GOES}", f"{GOES}"),
        Joined(a_received_file(person, f"{GOES}.docx", docx_bytes(author=GOES.encode())), f"Mon plan {GOES}"),
    ]
    stays = a_contribution(person, consultation, f"Un titre {STAYS}", f"Des mots {STAYS}", joined=files)
    goes = a_contribution(
        person, consultation, f"Titre {GOES}", f"Mots {GOES}", stays_after_erasure=False, place=f"2 rue {GOES}"
    )
    edit(person, goes, f"Mots {GOES}, encore")
    taken_back = a_contribution(person, consultation, f"Repris {GOES}", f"Repris {GOES}")
    contributions.withdraw(by=person, contribution=taken_back)
    theirs = a_contribution(other, consultation, "Une autre", "Une autre voix.")
    remark = a_comment(other, theirs, "Un argument.")
    own = a_comment(person, theirs, f"Mon argument {GOES}")
    a_comment(other, theirs, "Une réponse.", parent=own)
    contributions.endorse(by=person, under=theirs, comment=remark)
    contributions.endorse(by=other, under=theirs, comment=own)
    contributions.take_position(by=person, contribution=theirs, stance=Stance.AGAINST, reason=f"Parce que {GOES}")
    another = a_contribution(other, consultation, "Encore une", "Encore une voix.")
    contributions.take_position(by=person, contribution=another, stance=Stance.FOR, reason=f"Pour {GOES}")
    contributions.withdraw_position(by=person, contribution=another)
    represents = a_representative(person, agent, "Les Jardins de Drouot", f"présidente {GOES}")
    person = Person.objects.get(pk=person.pk)
    a_contribution(person, consultation, "Des jardins", "Des jardins partout.", through=represents)
    asking(person, f"Amicale {GOES}", "trésorière")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": f"scellé-{GOES}"})
    keep(by=person, place="contribute/1", words={"body": f"Brouillon {GOES}"})
    a_received_file(person, f"attente-{GOES}.pdf")
    consultation = in_phase(consultation, "debate")
    finding = Finding.objects.published().with_words().order_by("pk")[0]
    syntheses.comment(by=person, under=finding, body=f"Ce constat, {GOES}.")
    goes.refresh_from_db()
    goes.activity = next(row for row in consultation.activities if row.pk == goes.activity_id)
    an_objection(person, goes, f"On me lit mal, {GOES}.")
    return Leaver(person, client, consultation, stays, goes)


def edit(person: Person, contribution: Contribution, body: str) -> None:
    contributions.edit(
        by=person, contribution=contribution, title=contribution.title, body=body, theme=None, neighbourhood=None,
        stays_after_erasure=contribution.stays_after_erasure, reason=f"Précision {GOES}", opened_on=1,
        place=contribution.source.words.place,
    )  # fmt: skip
