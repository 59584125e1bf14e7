"""Verification by sample: how many of how many, and which group agreed to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_found_by_day_within_a_state")]

    operations = [
        migrations.AddField("mark", "sampled", models.PositiveIntegerField(null=True, blank=True)),
        migrations.AddField("mark", "sampled_of", models.PositiveIntegerField(null=True, blank=True)),
        migrations.AddField(
            "mark",
            "sample_agreed",
            models.CharField(max_length=200, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "mark",
            models.CheckConstraint(
                condition=models.Q(sampled__isnull=True, sampled_of__isnull=True)
                | models.Q(sampled__gte=1, sampled_of__gte=models.F("sampled")),
                name="mark_sample_is_of_as_many",
            ),
        ),
    ]
