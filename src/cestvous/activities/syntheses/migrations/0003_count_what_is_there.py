"""What is kept from now on, for what was said, cited and set aside before."""

from collections import Counter

from django.db import migrations
from django.db.models import BooleanField, Case, Count, Exists, Max, OuterRef, Q, Subquery, When

AT_ONCE, BESIDE = 5_000, 6
BODIES = ("organisation", "council")


def steps(model):
    """Some thousands of rows at once."""
    last = model.objects.aggregate(last=Max("pk"))["last"] or 0
    return (model.objects.filter(pk__gt=start, pk__lte=start + AT_ONCE) for start in range(0, last + 1, AT_ONCE))


def number(apps, schema_editor):
    Source = apps.get_model("sources", "Source")
    known = Source.objects.filter(pk=OuterRef("source")).values("number")
    for name in ("Citation", "SetAside"):
        for some in steps(apps.get_model("syntheses", name)):
            some.update(number=Subquery(known))


def judge(apps, schema_editor):
    Source = apps.get_model("sources", "Source")
    Citation, SetAside = (apps.get_model("syntheses", name) for name in ("Citation", "SetAside"))
    cited = Citation.objects.filter(source=OuterRef("pk"), finding_version__current_of__isnull=False)
    aside = SetAside.objects.filter(source=OuterRef("pk"), lifted_at__isnull=True)
    for some in steps(Source):
        some.filter(Exists(aside)).update(fate="aside")
        some.filter(Exists(aside.filter(in_bulk=True))).update(fate="bulk")
        some.filter(Exists(cited)).update(fate="whole")
        some.filter(Exists(cited.filter(passage__isnull=False))).update(fate="passage")


def hear(apps, schema_editor):
    Source, Heard, Voice = (apps.get_model("sources", name) for name in ("Source", "Heard", "Voice"))
    accountable = Source.objects.filter(must_be_accounted_for=True).order_by()
    counted = accountable.values_list("consultation", "standing", "fate").annotate(many=Count("pk"))
    Heard.objects.bulk_create(
        Heard(consultation=consultation, what=f"{standing}/{fate}", count=many)
        for consultation, standing, fate, many in counted
    )
    published, totals = accountable.filter(standing="published"), Counter()
    voices = published.values_list("consultation", "author", "author__kind").annotate(many=Count("pk"))
    few = []
    for consultation, author, kind, many in voices.iterator(AT_ONCE):
        totals[consultation, "bodies" if kind in BODIES else "people"] += 1
        few.append(Voice(consultation=consultation, author_id=author, count=many))
        if len(few) == AT_ONCE:
            Voice.objects.bulk_create(few)
            few.clear()
    Voice.objects.bulk_create(few)
    Heard.objects.bulk_create(
        Heard(consultation=consultation, what=what, count=many) for (consultation, what), many in totals.items()
    )


def put_away(apps, schema_editor):
    Contribution, Drawer = (apps.get_model("contributions", name) for name in ("Contribution", "Drawer"))
    is_cited = Case(When(source__fate__in=("whole", "passage"), then=True), default=False, output_field=BooleanField())
    shown = Contribution.objects.filter(is_shown=True).annotate(is_cited=is_cited).order_by()
    shared = ("activity", "theme", "neighbourhood", "tendency", "is_for_many", "is_cited")
    Drawer.objects.bulk_create(
        Drawer(
            activity_id=activity,
            key=f"{theme or 0}/{neighbourhood or 0}/{tendency}/{for_many:d}/{cited:d}",
            theme_id=theme,
            neighbourhood_id=neighbourhood,
            tendency=tendency,
            is_for_many=for_many,
            is_cited=cited,
            count=many,
        )
        for activity, theme, neighbourhood, tendency, for_many, cited, many in shown.values_list(*shared).annotate(
            many=Count("pk")
        )
    )


def rest(apps, schema_editor):
    Citation, FindingVersion = (apps.get_model("syntheses", name) for name in ("Citation", "FindingVersion"))
    contributions = Q(source__must_be_accounted_for=True)
    for version in FindingVersion.objects.order_by("pk").values_list("pk", flat=True):
        citations = Citation.objects.filter(finding_version=version)
        counted = citations.aggregate(
            contributions=Count("source", filter=contributions, distinct=True),
            wordings=Count("version__fingerprint", filter=contributions, distinct=True),
            other_texts=Count("source", filter=~contributions, distinct=True),
            people=Count("source__author", filter=~Q(source__author__kind__in=BODIES), distinct=True),
            bodies=Count("source__author", filter=Q(source__author__kind__in=BODIES), distinct=True),
            by_passage=Count("source", filter=Q(passage__isnull=False), distinct=True),
        )
        FindingVersion.objects.filter(pk=version).update(**counted)
        passages = citations.filter(passage__isnull=False).order_by("number", "pk")[:BESIDE]
        whole = citations.filter(passage__isnull=True).order_by("number", "pk")[:BESIDE]
        for rank, row in enumerate([*passages, *whole][:BESIDE], start=1):
            citations.filter(pk=row.pk).update(rank=rank)


def tally(apps, schema_editor):
    Synthesis, SetAside = (apps.get_model("syntheses", name) for name in ("Synthesis", "SetAside"))
    for synthesis in Synthesis.objects.filter(versions__number=1).order_by("pk"):
        asides = SetAside.objects.filter(synthesis=synthesis, lifted_at__isnull=True).order_by("reason")
        counted = asides.values_list("reason").annotate(
            count=Count("pk"),
            in_bulk=Count("pk", filter=Q(in_bulk=True)),
            people=Count("source__author", filter=~Q(source__author__kind__in=BODIES), distinct=True),
            bodies=Count("source__author", filter=Q(source__author__kind__in=BODIES), distinct=True),
        )
        synthesis.asides = {reason: counts for reason, *counts in counted}
        synthesis.save(update_fields=["asides"])


class Migration(migrations.Migration):
    dependencies = [("syntheses", "0002_kept_counts"), ("sources", "0004_kept_counts"), ("contributions", "0004_count_what_is_there")]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop) for step in (number, judge, hear, put_away, rest, tally)
    ]
