"""Words of titled texts are found by an index, where the database has one for words."""

from django.db import migrations

# Only what has a title is searched by visitors; comments are four times as many.
MAKE = """
    CREATE INDEX versions_by_stems ON sources_version USING gin (to_tsvector('simple', stems)) WHERE title <> ''
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX versions_by_stems")


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_kept_counts")]

    operations = [migrations.RunPython(make, drop)]
