"""Erasing an account: everything that names somebody, in every app, in one transaction."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils import timezone

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions import events as contribution_events
from cestvous.activities.contributions.models import Position
from cestvous.activities.decisions.models import Answer, Progress
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import FindingVersion, Objection, SetAside, SynthesisVersion
from cestvous.foundation.authors import actions as authors
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Comment, Endorsement
from cestvous.foundation.drafts import actions as drafts
from cestvous.foundation.files import actions as files
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.actions import Facts, record, record_many
from cestvous.foundation.mandates import actions as mandates
from cestvous.foundation.organisations import actions as organisations
from cestvous.foundation.organisations.models import OPEN_STATES, Representative
from cestvous.foundation.outbox import actions as outbox
from cestvous.foundation.people import actions as people
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.foundation.translations.models import Translation
from cestvous.institutions.privacy import events
from cestvous.institutions.privacy.actions.farewell import say_farewell
from cestvous.institutions.privacy.actions.visits import end_visits
from cestvous.institutions.privacy.models import Erasure
from cestvous.institutions.privacy.policy import (
    REASON,
    Effect,
    Wish,
    contributions_that_go,
    effect_of,
    files_of,
    mandates_not_over,
    others_that_go,
    own_texts,
)
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import erase_comment, forget_endorsement
from cestvous.procedure.consultations.models import Adaptation, Consultation

# What is only ever written in office: it keeps the name of whoever wrote it.
IN_OFFICE = (SynthesisVersion, FindingVersion, SetAside, Answer, Progress, Translation)


class StatedOtherwise(Exception):
    """Something changed since the effect was stated: it has to be stated anew."""


@action
def erase_if_still(*, person: Person, among: QuerySet[Person]) -> bool:
    """Erase an account that is ``among`` those to be erased now, too; False if its holder has come back meanwhile."""
    Person.objects.select_for_update().filter(pk=person.pk).first()
    if not among.filter(pk=person.pk).exists():
        return False
    erase(by=person, wish=Wish(), instead_of_them=True)
    return True


@action
def erase(*, by: Person, wish: Wish, stated: str = "", instead_of_them: bool = False) -> Effect:
    """Erase an account, with the effect that was ``stated`` (its digest); raises StatedOtherwise for another.

    ``instead_of_them``: the worker does, after years without a sign-in, or whoever restores a backup.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    author, at = author_of(person), clock.now()
    # What they are just saying, in another window, is there before this goes on, or is refused.
    Author.objects.select_for_update().get(pk=author.pk)
    effect = effect_of(person, author)
    if stated and effect.digest != stated:
        raise StatedOtherwise
    addresses = _addresses(person)
    spoken, name_stays = person.language, bool(effect.functions)
    _forget_opinions(author, at)
    _erase_words(author, wish, at)
    _erase_files(author, at)
    _leave_organisations(person, author)
    _leave_office(person)
    drafts.drop_all(author=author)
    outbox.forget_those_to(addresses=addresses)
    end_visits(person=person, addresses=addresses)
    Erasure.objects.create(
        account=person.pk,
        opened_at=person.joined_at,
        contributions=wish.contributions,
        others=wish.others,
        at=at,
    )
    authors.forget(author=author)
    if name_stays:
        _keep_what_was_signed(person, author)
    people.forget(person=person, at=at, held_office=name_stays)
    facts: Facts = {"held_office": name_stays, "by_the_worker": instead_of_them}
    record(events.ACCOUNT_ERASED, on=Reference("account", person.pk), at=at, actor=author.identifier, facts=facts)
    if not instead_of_them:
        say_farewell(to=person.email, language=spoken)
    return effect


@action
def erase_again(*, account: int, opened_at: datetime, wish: Wish) -> bool:
    """Erase what a restored backup brought back. False if there is no such account, or not the same one."""
    person = Person.objects.filter(pk=account, joined_at=opened_at, erased_at__isnull=True).first()
    if person is None:
        return False
    erase(by=person, wish=wish, instead_of_them=True)
    return True


def _addresses(person: Person) -> list[str]:
    """Those of the account, without one that it only claims and that another account has."""
    others = Person.objects.exclude(pk=person.pk).values("email")
    known = EmailAddress.objects.filter(user_id=person.pk).exclude(email__in=others).order_by("pk")
    return [person.email, *known.values_list("email", flat=True)]


def _forget_opinions(author: Author, at: datetime) -> None:
    """Positions and agreements are no longer counted; why somebody stood there is erased."""
    positions = list(
        Position.objects.filter(author=author)
        .select_related("contribution__source", "contribution__activity__consultation")
        .order_by("contribution__source__consultation", "contribution")
    )
    for position in positions:
        contributions.forget_position(position=position)
    about = [(position.contribution.reference, Facts()) for position in positions]
    record_many(contribution_events.POSITION_WITHDRAWN, about=about, at=at, actor=author.identifier)
    for reason in own_texts(author).filter(kind=REASON).order_by("pk"):
        sources.erase(source=reason, at=at)
    agreed = Endorsement.objects.filter(author=author).select_related("comment__source").order_by("comment")
    endorsements = list(agreed)
    for endorsement in endorsements:
        forget_endorsement(comment=endorsement.comment, author=author)
    about = [(endorsement.comment.source.reference, Facts()) for endorsement in endorsements]
    record_many(contribution_events.ENDORSEMENT_WITHDRAWN, about=about, at=at, actor=author.identifier)


def _erase_words(author: Author, wish: Wish, at: datetime) -> None:
    related = ("source", "activity__consultation")
    going = contributions_that_go(author, wish).select_related(*related).order_by("source__consultation", "pk")
    shown = []
    for contribution in going:
        shown += [contribution.reference] if contribution.source.is_published else []
        contributions.erase(contribution=contribution)
    for source in others_that_go(author, wish).order_by("consultation", "pk"):
        shown += [source.reference] if source.is_published else []
        _erase_one(source, at)
    about = [(reference, Facts()) for reference in shown]
    record_many(events.WORDS_ERASED, about=about, at=at, actor=author.identifier)


def _erase_one(source: Source, at: datetime) -> None:
    if source.kind == "question":
        question = Question.objects.select_related("activity__consultation").get(source=source)
        questions.erase(question=question)
    elif source.kind == "objection":
        objection = Objection.objects.select_related("synthesis__activity__consultation").get(source=source)
        syntheses.erase_objection(objection=objection)
    elif source.kind == "comment":
        consultation = Consultation.objects.get(number=source.consultation)
        erase_comment(consultation=consultation, comment=Comment.objects.get(source=source))
    else:
        sources.erase(source=source, at=at)


def _erase_files(author: Author, at: datetime) -> None:
    """Those joined to somebody's own words go even where the words stay: a document may hold its author's name."""
    for file in files_of(author).order_by("pk"):
        owner, was_shown = file.owner, file.is_published
        files.erase(file=file, at=at)
        if owner is not None and was_shown:
            facts: Facts = {"file": file.identifier}
            record(events.FILE_ERASED, on=owner, at=at, actor=author.identifier, facts=facts)


def _leave_organisations(person: Person, author: Author) -> None:
    for row in Representative.objects.filter(author=author, state__in=OPEN_STATES).order_by("pk"):
        organisations.end(by=person, representative=row)
    organisations.forget(author=author)


def _leave_office(person: Person) -> None:
    """Mandates end: the first day without them is today, or the day after they began."""
    today = timezone.localdate(clock.now())
    for mandate in mandates_not_over(person).order_by("pk"):
        mandates.end(mandate=mandate, on=max(today, mandate.starts_on + timedelta(days=1)))


def _keep_what_was_signed(person: Person, author: Author) -> None:
    """Acts in office are public and keep their name, by another author: nothing leads from there to private words."""
    in_office = authors.for_office(person=person)
    Source.objects.filter(author=author, mandate__isnull=False).update(author=in_office)
    for table in IN_OFFICE:
        table._default_manager.filter(author=author).update(author=in_office)
    Adaptation.objects.filter(by=author).update(by=in_office)
    File.objects.filter(author=author).exclude(owner_kind="contribution").update(author=in_office)
