from django.db import migrations, models

from cestvous.kernel.stems import stored

AT_ONCE = 500


def fill(apps, schema_editor):
    """What was said before there was a search is found too."""
    versions = apps.get_model("sources", "Version").objects.filter(stems="").order_by("pk")
    last = 0
    while rows := list(versions.filter(pk__gt=last).only("title", "body")[:AT_ONCE]):
        for row in rows:
            row.stems = stored(row.title, row.body)
        versions.model.objects.bulk_update(rows, ["stems"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="stems",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
