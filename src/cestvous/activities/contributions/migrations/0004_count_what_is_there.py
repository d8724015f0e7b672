"""What is kept from now on, for what was said before."""

from django.db import migrations
from django.db.models import F, Max, OuterRef, Q, Subquery

AT_ONCE = 5_000
SEVERAL, AT_MOST_TIMES, AT_LEAST_TIMES = 5, 2, 5


def mostly(side, other):
    outnumbered = (Q(**{f"{side}__gte": F(few) * AT_LEAST_TIMES}) for few in (other, "mixed_count"))
    return Q(*outnumbered, **{f"{side}__gte": SEVERAL})


TENDENCIES = {
    "contested": Q(for_count__gte=SEVERAL, against_count__gte=SEVERAL)
    & Q(for_count__lte=F("against_count") * AT_MOST_TIMES, against_count__lte=F("for_count") * AT_MOST_TIMES),
    "agreed": mostly("for_count", "against_count") | mostly("against_count", "for_count"),
}


def keep(apps, schema_editor):
    Contribution = apps.get_model("contributions", "Contribution")
    Source = apps.get_model("sources", "Source")
    source = Source.objects.filter(pk=OuterRef("source"))
    last = Contribution.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, AT_ONCE):
        some = Contribution.objects.filter(pk__gt=start, pk__lte=start + AT_ONCE)
        some.update(fingerprint=Subquery(source.values("current__fingerprint")))
        some.exclude(source__standing="published").update(is_shown=False)
        some.filter(source__author__kind="organisation").update(is_for_many=True)
        for tendency, condition in TENDENCIES.items():
            some.filter(condition).update(tendency=tendency)


class Migration(migrations.Migration):
    dependencies = [("contributions", "0003_kept_counts"), ("sources", "0003_places_and_speakers")]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
