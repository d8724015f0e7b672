"""What became of texts: the findings that cite them, the reason for which they are set aside."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from cestvous.activities.syntheses.models import Citation, SetAside
from cestvous.foundation.sources.models import Source, SourceQuerySet


def with_fate(rows: SourceQuerySet) -> QuerySet[Source]:
    """Texts with their words, their ``uses`` by findings and their set-aside: one more query for any number of them."""
    used = Citation.objects.filter(finding_version__current_of__isnull=False).order_by("pk")
    aside = SetAside.objects.in_force().filter(source=OuterRef("pk")).order_by("pk")
    return (
        rows.with_words()
        .select_related("contribution__theme", "contribution__neighbourhood", "comment__thread")
        .annotate(
            aside_pk=Subquery(aside.values("pk")[:1]),
            aside_reason=Subquery(aside.values("reason")[:1]),
            aside_words=Subquery(aside.values("words")[:1]),
            aside_in_bulk=Subquery(aside.values("in_bulk")[:1]),
        )
        .prefetch_related(
            Prefetch("citations", used.select_related("finding_version__finding", "version", "passage"), "uses")
        )
    )
