from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("next_number", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partnership_id", "name"), name="one_counter_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partnership_id", models.BigIntegerField()),
                ("subject_kind", models.CharField(max_length=30)),
                ("subject_ref", models.CharField(max_length=12)),
                ("field", models.CharField(max_length=40)),
                ("words", models.TextField()),
                ("until", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["subject_kind", "subject_ref"], name="revision_by_subject")],
            },
        ),
    ]
