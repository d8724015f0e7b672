"""For which of their own texts somebody may object."""

from django.urls import reverse

from cestvous.activities.syntheses import kind as acts
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, SourceQuerySet
from cestvous.web.consultations.finding import Found


def own_texts(found: Found) -> SourceQuerySet:
    """What the reader said here that a synthesis must account for, newest first."""
    rows = Source.objects.of_consultation(found.consultation.number).to_account_for().order_by("-number")
    return rows.filter(author__person=found.reader.pk) if isinstance(found.reader, Person) else rows.none()


def object_url(found: Found) -> str:
    """Where the reader objects; empty for whoever can't now, or contributed nothing: no button leads nowhere."""
    may_object = found.may(acts.OBJECT, found.activity(acts.NAME))
    if not may_object or not own_texts(found).exists():
        return ""
    return reverse("object_to_synthesis", args=[found.consultation.number])
