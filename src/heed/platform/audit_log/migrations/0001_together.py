"""All that stood in 4 migrations until 30 November 2026, in one: a new database is made in a tenth of the time."""

from django.db import migrations, models

import heed.platform.audit_log.fields
from heed.platform.audit_log.guards import install, remove


def guard(apps, schema_editor):
    install(schema_editor.connection)


def unguard(apps, schema_editor):
    remove(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ("audit_log", "0001_first"),
        ("audit_log", "0002_on_behalf"),
        ("audit_log", "0003_who_and_what_was_shown"),
        ("audit_log", "0004_chain"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField(unique=True)),
                ("sequence", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("anchored_sequence", models.BigIntegerField(default=0)),
                ("anchored_at", models.DateTimeField(null=True)),
                ("verified_sequence", models.BigIntegerField(default=0)),
                ("verified_hash", models.CharField(blank=True, max_length=64)),
                ("verified_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("partnership_id", models.BigIntegerField()),
                ("actor_ref", models.CharField(blank=True, max_length=12)),
                ("membership_id", models.BigIntegerField(null=True)),
                ("on_behalf_ref", models.CharField(blank=True, default="", max_length=12)),
                ("roles", models.CharField(blank=True, default="", max_length=400)),
                ("agency_ref", models.CharField(blank=True, default="", max_length=12)),
                ("kind", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=30)),
                ("subject_ref", models.CharField(max_length=40)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("shown", "shown"),
                            ("refused", "refused"),
                            ("invalid", "invalid"),
                        ],
                        default="done",
                        max_length=8,
                    ),
                ),
                ("facts", heed.platform.audit_log.fields.CanonicalJSON(default=dict)),
                ("shown", heed.platform.audit_log.fields.CanonicalJSON(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership_id", "at"], name="event_by_partnership"),
                    models.Index(fields=["subject_kind", "subject_ref"], name="event_by_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField()),
                ("sequence", models.BigIntegerField()),
                ("event_id", models.BigIntegerField(unique=True)),
                ("content", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership_id", "sequence"), name="one_link_in_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_ref", models.CharField(max_length=40)),
                ("actor_ref", models.CharField(max_length=12)),
                ("day", models.DateField()),
                ("event_id", models.BigIntegerField()),
                ("partnership_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_ref", "actor_ref", "day", "partnership_id"),
                        name="one_sighting_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField()),
                ("sequence", models.BigIntegerField()),
                ("disposal_ref", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership_id", "sequence"), name="one_tombstone_in_each_place"
                    )
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
