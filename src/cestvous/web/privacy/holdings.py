"""What each table holds about one person: the archive that they download is made of these rows.

A test derives from the declarations of all tables that each with personal data is here, or left out with its reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.activities.decisions.models import Answer, Progress
from cestvous.activities.syntheses.models import FindingVersion, Objection, SetAside, SynthesisVersion
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Comment, Endorsement
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.models import CACHE, Person, SignIn
from cestvous.foundation.sources.models import Source, Version, Voice
from cestvous.foundation.translations.models import Translation
from cestvous.institutions.privacy.actions import visits_of
from cestvous.procedure.consultations.models import Adaptation, Participation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rows = Iterable[Model]


@dataclass(frozen=True)
class Holder:
    """Whose data are looked for, by all that leads to them."""

    person: Person
    author: Author

    @property
    def addresses(self) -> list[str]:
        """Those that are known to be theirs: anybody may have typed another."""
        known = (
            EmailAddress.objects.filter(user=self.person, verified=True).order_by("pk").values_list("email", flat=True)
        )
        return [self.person.email, *known.values_list("email", flat=True)]


@dataclass(frozen=True)
class Holding:
    """One table: its title to whoever reads the archive, and the rows about one person."""

    title: "StrPromise"
    rows: Callable[[Holder], Rows]


def _texts(holder: Holder) -> Q:
    """What they said, for themselves, in office, and for an organisation."""
    return Q(author=holder.author) | Q(versions__through__author=holder.author)


def _versions(holder: Holder) -> Q:
    return Q(source__author=holder.author) | Q(through__author=holder.author)


def _letters(holder: Holder) -> Rows:
    to_them = Q()
    for address in holder.addresses:
        to_them |= Q(recipient__iexact=address)
    return Letter.objects.filter(to_them).order_by("pk")


def _events(holder: Holder) -> Rows:
    own = Q(actor=holder.author.identifier) | Q(subject_kind="account", subject_number=holder.person.pk)
    return Event.objects.filter(own).order_by("pk").iterator(chunk_size=500)


HELD: Mapping[str, Holding] = {
    "people.Person": Holding(_("My account"), lambda who: Person.objects.filter(pk=who.person.pk)),
    "account.EmailAddress": Holding(
        _("My addresses"), lambda who: EmailAddress.objects.filter(user=who.person).order_by("pk")
    ),
    "account.EmailConfirmation": Holding(
        _("Addresses that wait to be confirmed"),
        lambda who: EmailConfirmation.objects.filter(email_address__user=who.person).order_by("pk"),
    ),
    "sessions.Session": Holding(_("Where I am signed in"), lambda who: visits_of(who.person)),
    "people.SignIn": Holding(
        _("In which browsers I am signed in"), lambda who: SignIn.objects.filter(person=who.person).order_by("pk")
    ),
    "mfa.Authenticator": Holding(
        _("My second factors"), lambda who: Authenticator.objects.filter(user=who.person).order_by("pk")
    ),
    "admin.LogEntry": Holding(
        _("What I did as an administrator"), lambda who: LogEntry.objects.filter(user_id=who.person.pk).order_by("pk")
    ),
    "authors.Author": Holding(_("Me as an author"), lambda who: Author.objects.filter(pk=who.author.pk)),
    "sources.Source": Holding(
        _("What I said"), lambda who: Source.objects.filter(_texts(who)).distinct().order_by("consultation", "pk")
    ),
    "sources.Version": Holding(
        _("My words, in every version"),
        lambda who: Version.objects.filter(_versions(who)).select_related("source").order_by("source", "number"),
    ),
    "contributions.Contribution": Holding(
        _("My contributions"),
        lambda who: (
            Contribution.objects.filter(Q(source__author=who.author) | Q(source__versions__through__author=who.author))
            .select_related("source", "neighbourhood", "theme")
            .distinct()
            .order_by("pk")
        ),
    ),
    "discussions.Comment": Holding(
        _("My comments, and on which side they are"),
        lambda who: Comment.objects.filter(source__author=who.author).select_related("source").order_by("pk"),
    ),
    "syntheses.Objection": Holding(
        _("My objections"),
        lambda who: Objection.objects.filter(source__author=who.author).select_related("source").order_by("pk"),
    ),
    "contributions.Position": Holding(
        _("My positions"),
        lambda who: (
            Position.objects.filter(author=who.author).select_related("contribution__source", "version").order_by("pk")
        ),
    ),
    "discussions.Endorsement": Holding(
        _("Arguments with which I agree"),
        lambda who: Endorsement.objects.filter(author=who.author).select_related("comment__source").order_by("pk"),
    ),
    "consultations.Participation": Holding(
        _("Consultations in which I took part"),
        lambda who: Participation.objects.filter(author=who.author).select_related("consultation").order_by("pk"),
    ),
    "sources.Voice": Holding(
        _("How often I contributed"), lambda who: Voice.objects.filter(author=who.author).order_by("pk")
    ),
    "drafts.Draft": Holding(_("My drafts"), lambda who: Draft.objects.filter(author=who.author).order_by("pk")),
    "files.File": Holding(_("Files that I sent"), lambda who: File.objects.filter(author=who.author).order_by("pk")),
    "organisations.Representative": Holding(
        _("Organisations that I represent, or asked to"),
        lambda who: (
            Representative.objects.filter(author=who.author).select_related("organisation__author").order_by("pk")
        ),
    ),
    "organisations.Organisation": Holding(
        _("What is known of these organisations"),
        lambda who: (
            Organisation.objects.filter(representatives__author=who.author)
            .select_related("author")
            .distinct()
            .order_by("pk")
        ),
    ),
    "mandates.Mandate": Holding(
        _("My public functions"),
        lambda who: Mandate.objects.filter(person=who.person).select_related("person").order_by("pk"),
    ),
    "syntheses.SynthesisVersion": Holding(
        _("Syntheses that I published"), lambda who: SynthesisVersion.objects.filter(author=who.author).order_by("pk")
    ),
    "syntheses.FindingVersion": Holding(
        _("Findings that I wrote"), lambda who: FindingVersion.objects.filter(author=who.author).order_by("pk")
    ),
    "syntheses.SetAside": Holding(
        _("Texts that I set aside"), lambda who: SetAside.objects.filter(author=who.author).order_by("pk")
    ),
    "decisions.Answer": Holding(
        _("Answers that I drafted"), lambda who: Answer.objects.filter(author=who.author).order_by("pk")
    ),
    "decisions.Progress": Holding(
        _("Reports that I wrote"), lambda who: Progress.objects.filter(author=who.author).order_by("pk")
    ),
    "consultations.Adaptation": Holding(
        _("Changes of a procedure that I made"),
        lambda who: Adaptation.objects.filter(by=who.author).order_by("pk"),
    ),
    "translations.Translation": Holding(
        _("Translations that I wrote"), lambda who: Translation.objects.filter(author=who.author).order_by("pk")
    ),
    "outbox.Letter": Holding(_("Mails to me that wait to leave"), _letters),
    "journal.Event": Holding(_("My acts in the register"), _events),
}
# Tables with personal data of which nothing can be given, and why.
LEFT_OUT: "Mapping[str, StrPromise]" = {
    "consultations.Presentation": _("Agents write there whom one may ask about a project: it leads to no account."),
    "privacy.Erasure": _("It is about accounts that are erased; yours is not."),
    CACHE: _("It counts attempts for an hour, under digests that lead to no account."),
}
# Columns that would open the account to whoever reads the archive over a shoulder.
SECRETS: Mapping[str, frozenset[str]] = {
    "people.Person": frozenset({"password"}),
    "sessions.Session": frozenset({"session_key", "session_data"}),
    "account.EmailConfirmation": frozenset({"key"}),
    # Letters hold links that open accounts.
    "outbox.Letter": frozenset({"body"}),
    "people.SignIn": frozenset({"session_key"}),
    "mfa.Authenticator": frozenset({"data"}),
}
