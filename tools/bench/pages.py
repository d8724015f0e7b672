"""What is measured: pages by their names, and where each stands in a city."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Abs
from django.urls import reverse
from django.utils.translation import override

from cestvous.activities.contributions.models import Contribution
from cestvous.procedure.consultations.models import Consultation
from tools.bench.places import Places

LIKE_ADHOCRACY = 10


@dataclass(frozen=True)
class City:
    """A city as its addresses need it."""

    places: Places
    consultation: Consultation

    @classmethod
    def of(cls, places: Places) -> "City":
        return cls(places, Consultation.objects.get(number=places.consultation))

    def contributions(self, query: str = "") -> str:
        return reverse("contributions", args=[self.consultation.number]) + query

    def filtered(self) -> str:
        """By a theme of the consultation; by who speaks, if it has none."""
        theme = self.consultation.themes.order_by("pk").first()
        return self.contributions(f"?theme={theme.slug}" if theme else "?voice=organisations")

    def discussed(self) -> str:
        """A contribution with about ten comments."""
        near = Abs(F("thread__comment_count") - LIKE_ADHOCRACY)
        found = Contribution.objects.of(self.consultation).published().order_by(near, "number")[0]
        return reverse("contribution", args=[self.consultation.number, found.number])


@dataclass(frozen=True)
class Page:
    """A page and where it stands. ``is_personal``: there is one for those who are signed in alone."""

    name: str
    address: Callable[[City], str]
    is_personal: bool = False

    def path(self, city: City) -> str:
        with override("fr"):
            return self.address(city)


PAGES = (
    Page("home", lambda city: reverse("home")),
    Page("consultation", lambda city: reverse("consultation", args=[city.consultation.number, city.consultation.slug])),
    Page("list", lambda city: city.contributions()),
    Page("list-deep", lambda city: city.places.deep),
    Page("list-sorted", lambda city: city.contributions("?sort=discussed")),
    Page("list-filtered", City.filtered),
    Page("search", lambda city: city.contributions(f"?q={city.places.search_word}")),
    Page(
        "contribution",
        lambda city: reverse(
            "contribution", args=[city.consultation.number, city.places.contribution_with_100_comments]
        ),
    ),
    Page("contribution-10", City.discussed),
    Page("synthesis", lambda city: reverse("synthesis", args=[city.places.concluded])),
    Page("finding", lambda city: reverse("finding", args=[city.places.concluded, city.places.finding])),
    Page("journal", lambda city: reverse("journal")),
    Page("my-words", lambda city: reverse("my_words"), is_personal=True),
)
WRITES = ("contribute", "position", "comment")
NAMES = (*(page.name for page in PAGES), *WRITES)
