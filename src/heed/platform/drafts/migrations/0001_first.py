import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("person_ref", models.CharField(max_length=12)),
                ("partnership_id", models.BigIntegerField()),
                ("form", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("address", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=120)),
                ("fields", models.JSONField()),
                ("held_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField()),
                ("form", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("address", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=120)),
                ("fields", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "partnership_id", "form", "subject"), name="one_draft_of_each_form"
                    )
                ],
            },
        ),
    ]
