"""A review has a day by which it is ordered, whether it was published or carried out in Heed."""

from typing import Any

from django.db import migrations, models


def _take_from_steps(apps: Any, editor: Any) -> None:
    """As `operations.stages.enter_stage` would have written it, step by step."""
    every = apps.get_model("reviews", "Review").objects.using(editor.connection.alias)
    for review in every.filter(stages__isnull=False).distinct():
        for step in review.stages.order_by("pk"):
            on = step.reached_on
            if step.state in ("commissioned", "gathering", "drafting"):
                review.reached_on = None
            elif step.state in ("decided", "accepted", "closed"):
                review.reached_on = review.reached_on or on
            elif step.state == "published" and review.published_latest is None:
                review.published_earliest = review.published_latest = on
                review.published_text = f"{on.day} {on:%B %Y}"
        review.save(update_fields=["reached_on", "published_text", "published_earliest", "published_latest"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0010_council_clock")]

    operations = [
        migrations.AddField(
            model_name="review", name="reached_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.RunPython(_take_from_steps, migrations.RunPython.noop),
    ]
