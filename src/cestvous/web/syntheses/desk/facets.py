"""The ways to narrow the texts at the desk, and the form that searches and sorts them."""

from collections import Counter

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cestvous.activities.contributions.models import Drawer
from cestvous.activities.syntheses.models import Coverage
from cestvous.web.design.shapes import Facet, FacetGroup
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.filters import ALL, ASIDE, CITED, FREE, LONGEST_SEARCH, WAITING, Filters, Sort


class ListForm(forms.Form):
    """Words or a number to look for, and the order. It only ever shows what was asked: the address is the answer."""

    q = forms.CharField(
        label=gettext_lazy("Words, or a number"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=Sort.choices)

    def __init__(self, *, filters: Filters) -> None:
        super().__init__(
            initial=filters.kept | {"q": filters.q, "sort": filters.sort or Sort.OLDEST}, auto_id="find-%s"
        )
        for name in filters.kept:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput)


def fates_of(desk: AtDesk, filters: Filters, coverage: Coverage) -> list[Facet]:
    """What still waits and what does not, with counts that are known already."""
    here = reverse("synthesis_desk", args=[desk.number])
    counts = (
        (WAITING, _("Waiting"), coverage.waiting),
        (CITED, _("Cited"), coverage.cited),
        (ASIDE, pgettext("contributions", "Set aside"), coverage.set_aside),
        (ALL, _("All"), coverage.total),
    )
    return [
        Facet(words, _toggled(filters, here, show, WAITING if show == ALL else ALL), count, filters.show == show)
        for show, words, count in counts
    ]


def narrowing_of(desk: AtDesk, filters: Filters) -> list[FacetGroup]:
    """Themes and neighbourhoods with how many texts each has, in one query; and what is only available to cite."""
    here = reverse("synthesis_desk", args=[desk.number])
    free = (("comment", _("Comments")), ("question", _("Questions")), ("reason", _("Reasons")))
    groups = [
        FacetGroup(
            _("Available to cite"),
            [
                Facet(words, _toggled(filters, here, show, WAITING), is_current=filters.show == show)
                for show, words in free
            ],
        )
    ]
    if filters.show in FREE:
        return groups
    names = ("theme__slug", "theme__name", "neighbourhood__slug", "neighbourhood__name")
    themes: Counter[tuple[str, str]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    drawers = Drawer.objects.filter(activity__in=[row.pk for row in desk.consultation.activities], count__gt=0)
    counted = drawers.order_by("key").values_list(*names, "count")
    for theme, theme_name, place, place_name, count in counted:
        if theme:
            themes[theme, theme_name] += count
        if place:
            places[place, place_name] += count
    chosen = (("theme", _("Theme"), themes), ("place", _("Neighbourhood"), places))
    return [
        *(FacetGroup(title, _group(filters, here, name, counts)) for name, title, counts in chosen if counts),
        *groups,
    ]


def _toggled(filters: Filters, here: str, show: str, otherwise: str) -> str:
    changes = {"theme": "", "place": ""} if show in FREE else {}
    return filters.fresh(show=otherwise if filters.show == show else show, like=0, **changes).url(here) + "#list"


def _group(filters: Filters, here: str, name: str, counts: Counter[tuple[str, str]]) -> list[Facet]:
    current = getattr(filters, name)
    return [
        Facet(
            title, filters.fresh(**{name: "" if slug == current else slug}).url(here) + "#list", count, slug == current
        )
        for (slug, title), count in sorted(counts.items(), key=lambda item: item[0][1])
    ]
