"""A challenge can name the answer that it challenges."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_first"), ("learning", "0009_silent_agencies_found_by_index")]

    operations = [
        migrations.AddField(
            "assurance",
            "recommendation",
            models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="challenges",
                to="learning.recommendation",
            ),
        ),
        migrations.AddField(
            "assurance",
            "response",
            models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="challenges",
                to="learning.response",
            ),
        ),
        migrations.AddConstraint(
            "assurance",
            models.CheckConstraint(
                condition=models.Q(recommendation__isnull=True, response__isnull=True)
                | models.Q(kind="challenge", recommendation__isnull=False),
                name="only_a_challenge_is_of_an_answer",
            ),
        ),
    ]
