from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0002_presentation'),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='pauses',
            field=models.JSONField(null=True),
        ),
    ]
