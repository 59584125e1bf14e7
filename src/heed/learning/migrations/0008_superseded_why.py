"""Apart from what changes rows: PostgreSQL adds no constraint to a table whose rows have just changed."""

from django.db import migrations, models

import heed.learning.types

_STATES = (
    "registered",
    "answered",
    "in_delivery",
    "implemented",
    "embedded",
    "re_opened",
    "withheld",
    "superseded",
    "implemented_before_publication",
)


class Migration(migrations.Migration):
    dependencies = [("learning", "0007_superseded")]

    operations = [
        migrations.AlterField(
            model_name="recommendation",
            name="state",
            field=models.CharField(
                choices=[(each, each) for each in _STATES],
                default=heed.learning.types.RecommendationState["REGISTERED"],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(superseded_by__isnull=True)
                | (~models.Q(superseded_by=models.F("id")) & ~models.Q(superseded_why="")),
                name="recommendation_superseded_by_another_with_a_reason",
            ),
        ),
    ]
