from secrets import randbelow

from django.db import migrations, models

from heed.memory.triggers import STIRRED, install, remove_stirred


def _put_in_place(apps, schema_editor):
    """The triggers, and a first note for each partnership that has rows already."""
    install(schema_editor.connection)
    with schema_editor.connection.cursor() as cursor:
        for table, what in STIRRED:
            cursor.execute(
                f"INSERT INTO memory_stirred (what, partnership_id, value) "
                f"SELECT '{what}', partnership_id, {randbelow(10**9)} FROM {table} GROUP BY partnership_id"
            )


def _take_away(apps, schema_editor):
    remove_stirred(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("memory", "0001_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stirred",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=12)),
                ("partnership_id", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["what", "partnership_id", "value"], name="stirred_of_partnership")
                ],
            },
        ),
        migrations.RunPython(_put_in_place, _take_away),
    ]
