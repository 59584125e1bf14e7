"""All that stood in 2 migrations until 30 November 2026, in one: a new database is made in a tenth of the time."""

import django.db.models.deletion
from django.db import migrations, models

import heed.platform.base.ids


class Migration(migrations.Migration):
    replaces = [("reviews", "0001_first"), ("reviews", "0002_lighter_indexes")]

    initial = True

    dependencies = [
        ("access", "0001_together"),
        ("library", "0001_together"),
        ("partnerships", "0001_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reference", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=80)),
                ("body", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("published", "Published")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("published_text", models.CharField(blank=True, max_length=80)),
                ("published_earliest", models.DateField(blank=True, null=True)),
                ("published_latest", models.DateField(blank=True, null=True)),
                ("registered_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.area",
                    ),
                ),
                ("documents", models.ManyToManyField(related_name="reviews", to="library.document")),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.scope",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "reference"), name="review_reference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_earliest__isnull", True),
                            ("published_latest__gte", models.F("published_earliest")),
                            _connector="OR",
                        ),
                        name="review_published_range_in_order",
                    ),
                ],
            },
        ),
    ]
