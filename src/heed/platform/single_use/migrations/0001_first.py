import django.db.models.deletion
from django.db import migrations, models

import heed.platform.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="OneTask",
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
                ("kind", models.CharField(max_length=20)),
                ("subject_ref", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("asked_of", models.CharField(max_length=160)),
                ("told_how", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("nonce", models.CharField(default=heed.platform.base.ids.new_public_id, max_length=12)),
                ("code_hash", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("site", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=20)),
                ("words", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.membership",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership", "kind", "subject_ref"], name="one_task_by_subject")
                ],
            },
        ),
    ]
