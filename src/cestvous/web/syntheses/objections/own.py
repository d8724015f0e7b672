"""For which of their own texts somebody may object."""

from django.db.models import Q
from django.urls import reverse

from cestvous.activities.syntheses import kind as acts
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, SourceQuerySet
from cestvous.web.consultations.finding import Found


def own_texts(found: Found) -> SourceQuerySet:
    """What a synthesis must account for that the reader said here, or an organisation of theirs; newest first."""
    rows = Source.objects.of_consultation(found.consultation.number).to_account_for().order_by("-number")
    if not isinstance(found.reader, Person):
        return rows.none()
    theirs = Representative.objects.of(found.reader).confirmed().values("organisation__author")
    return rows.filter(Q(author__person=found.reader) | Q(author__in=theirs))


def object_url(found: Found) -> str:
    """Where the reader objects; empty for whoever can't now, or contributed nothing: no button leads nowhere."""
    may_object = found.may(acts.OBJECT, found.activity(acts.NAME))
    if not may_object or not own_texts(found).exists():
        return ""
    return reverse("object_to_synthesis", args=[found.consultation.number])
