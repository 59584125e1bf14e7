import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import heed.assurance.types
import heed.platform.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_together"),
        ("accounts", "__first__"),
        ("partnerships", "0001_together"),
        ("reviews", "0001_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assurance",
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
                ("reference", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("request", "request"), ("letter", "letter"), ("challenge", "challenge")],
                        max_length=10,
                    ),
                ),
                ("topic", models.CharField(max_length=200)),
                ("question", models.TextField()),
                ("asked_for", models.CharField(max_length=160)),
                ("asked_at", models.DateTimeField()),
                ("to_as", models.CharField(max_length=160)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("replied", "replied"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=heed.assurance.types.State["OPEN"],
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=3)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("assured", "assured"), ("partly", "partly"), ("not", "not")],
                        max_length=8,
                    ),
                ),
                ("effect", models.TextField(blank=True)),
                ("sent_with", models.CharField(blank=True, max_length=12)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.agency",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="assurance.assurance",
                    ),
                ),
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
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assurances",
                        to="reviews.review",
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
                "verbose_name_plural": "assurance",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        fields=["partnership", "kind", "state", "due_on", "scope"], name="assurance_by_day"
                    ),
                    models.Index(fields=["agency", "state", "due_on", "scope"], name="assurance_of_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "reference"), name="assurance_reference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", ""), ("kind", "letter"), _connector="OR"),
                        name="only_a_letter_says_yes_or_no",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssuranceEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("reply", "reply"),
                            ("view", "view"),
                            ("escalation", "escalation"),
                            ("withdrawal", "withdrawal"),
                        ],
                        max_length=12,
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=10)),
                ("words", models.TextField(blank=True)),
                ("restricted", models.TextField(blank=True)),
                ("written_for", models.CharField(max_length=160)),
                ("written_at", models.DateTimeField()),
                (
                    "assurance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="assurance.assurance",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "assurance entries",
                "ordering": ["pk"],
            },
        ),
    ]
