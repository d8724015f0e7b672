"""Keeping what follows from citations and set-asides: the fate of texts, what findings rest on, why texts are aside.

Agents hold the synthesis while they write, so that nothing of it changes meanwhile.
"""

from collections.abc import Iterable

from django.db.models import Count, Q

from cestvous.activities.contributions.actions import sort_anew
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses.models import Citation, FindingVersion, SetAside, Synthesis
from cestvous.foundation.authors.models import BODIES, PEOPLE
from cestvous.foundation.sources.actions import judge
from cestvous.foundation.sources.models import Fate, Source

_AT_ONCE = 500
# As many texts of a finding as are known to stand beside it: some of them may be withdrawn.
BESIDE = 6


def reckon(sources: Iterable[int]) -> None:
    """Say anew what the synthesis makes of these texts, given by their keys."""
    keys = sorted(set(sources))
    for start in range(0, len(keys), _AT_ONCE):
        few = keys[start : start + _AT_ONCE]
        # A contribution before its source, as whoever withdraws it does.
        contributions = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("source")
        said = list(contributions.filter(source__in=few).order_by("pk"))
        held = list(
            Source.objects.select_for_update(no_key=True).select_related("author").filter(pk__in=few).order_by("pk")
        )
        cited = Citation.objects.filter(source__in=few, finding_version__current_of__isnull=False).order_by("source")
        passages = dict(cited.values_list("source").annotate(passages=Count("passage")))
        aside = dict(SetAside.objects.in_force().filter(source__in=few).order_by("pk").values_list("source", "in_bulk"))
        judge({source: _fate(source.pk, passages, aside) for source in held})
        sort_anew(said, {source.pk: source for source in held})


def _fate(source: int, passages: dict[int, int], aside: dict[int, bool]) -> Fate:
    if source in passages:
        return Fate.PASSAGE if passages[source] else Fate.WHOLE
    if source in aside:
        return Fate.BULK if aside[source] else Fate.ASIDE
    return Fate.WAITING


def rest(version: FindingVersion) -> None:
    """Count what a version of a finding rests on, and choose what stands beside it."""
    citations = Citation.objects.filter(finding_version=version)
    contributions = Q(source__must_be_accounted_for=True)
    counted = citations.aggregate(
        contributions=Count("source", filter=contributions, distinct=True),
        # As it was cited: what its author has made of it since may be alike, or no longer.
        wordings=Count("version__fingerprint", filter=contributions, distinct=True),
        other_texts=Count("source", filter=~contributions, distinct=True),
        people=Count("source__author", filter=Q(source__author__kind__in=PEOPLE), distinct=True),
        bodies=Count("source__author", filter=Q(source__author__kind__in=BODIES), distinct=True),
        by_passage=Count("source", filter=Q(passage__isnull=False), distinct=True),
    )
    FindingVersion.objects.filter(pk=version.pk).update(**counted)
    for name, count in counted.items():
        setattr(version, name, count)
    passages_first = citations.filter(passage__isnull=False).order_by("number", "pk")[:BESIDE]
    whole = citations.filter(passage__isnull=True).order_by("number", "pk")[:BESIDE]
    chosen = [row.pk for row in (*passages_first, *whole)][:BESIDE]
    citations.filter(rank__isnull=False).exclude(pk__in=chosen).update(rank=None)
    for rank, key in enumerate(chosen, start=1):
        citations.filter(pk=key).exclude(rank=rank).update(rank=rank)


def tally(synthesis: Synthesis) -> None:
    """Count what a published synthesis sets aside, by reason."""
    asides = synthesis.set_asides.in_force().order_by("reason").values_list("reason")
    counted = asides.annotate(
        count=Count("pk"),
        in_bulk=Count("pk", filter=Q(in_bulk=True)),
        people=Count("source__author", filter=Q(source__author__kind__in=PEOPLE), distinct=True),
        bodies=Count("source__author", filter=Q(source__author__kind__in=BODIES), distinct=True),
    )
    synthesis.asides = {reason: counts for reason, *counts in counted}
    synthesis.save(update_fields=["asides"])
