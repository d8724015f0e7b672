"""What a page can be about: a neighbourhood or a theme, with the consultations and contributions that name it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from cestvous.activities.contributions.models import Contribution, ContributionQuerySet
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet, Theme


@dataclass(frozen=True)
class Subject:
    """A neighbourhood or a theme. ``inhabitants`` is 0 where it is not known, or means nothing."""

    name: str
    slug: str
    is_place: bool
    key: int
    inhabitants: int = 0

    @property
    def word(self) -> str:
        """What addresses call it."""
        return "neighbourhood" if self.is_place else "theme"

    @property
    def url(self) -> str:
        return reverse(self.word, args=[self.slug])

    def consultations(self) -> ConsultationQuerySet:
        """The public consultations that concern it by name."""
        table = Consultation.neighbourhoods if self.is_place else Consultation.themes
        named = table.through.objects.filter(consultation=OuterRef("pk"), **{self.word: self.key})
        return Consultation.objects.public().filter(Exists(named))

    def contributions(self) -> ContributionQuerySet:
        """The published contributions that speak of it."""
        rows = Contribution.objects.published()
        return rows.filter(**{self.word: self.key})


def about_neighbourhood(slug: str) -> Subject:
    """Http404 if there is none of this slug."""
    place = Neighbourhood.objects.filter(slug=slug).first()
    if place is None:
        raise Http404
    return Subject(place.name, place.slug, True, place.pk, place.population or 0)


def about_theme(slug: str) -> Subject:
    """Http404 if there is none of this slug."""
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None:
        raise Http404
    return Subject(theme.name, theme.slug, False, theme.pk)


def city_wide_or(subject: Subject) -> ConsultationQuerySet:
    """The public consultations that concern it, by name or with the whole city."""
    named = Consultation.neighbourhoods.through.objects.filter(consultation=OuterRef("pk"))
    return Consultation.objects.public().filter(Exists(named.filter(neighbourhood=subject.key)) | ~Exists(named))
