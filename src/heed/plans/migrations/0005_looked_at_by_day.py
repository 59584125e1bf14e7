"""What was planned to be looked at again, and what waits for its details, found by their days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_closed_by_groups")]

    operations = [
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["partnership", "review_on", "scope", "state"],
                condition=models.Q(review_on__isnull=False),
                name="action_review_on",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["partnership", "details_due", "scope", "state"],
                condition=models.Q(details_due__isnull=False),
                name="action_details_due",
            ),
        ),
    ]
