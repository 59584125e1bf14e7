"""One recommendation stands for another; and that one was done before publication is said no longer of what has something
to be done."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _before_publication(apps: Any, editor: Any) -> None:
    """As `rules.compute_state` has it by now, from what is stored."""
    rows = apps.get_model("learning", "Recommendation").objects.using(editor.connection.alias)
    for row in rows.filter(state="implemented_before_publication"):
        reach = {each["step"]: each for each in row.thread}
        delivery, answered = row.delivery, reach["answered"]
        blank = answered["of"] > 1 and delivery.get("parts_settled", 0) < answered["of"]
        settled = bool(delivery["actions"]) and delivery.get("settled", 0) == delivery["actions"]
        if answered["reach"] == "whole" and settled and not blank:
            row.state = "embedded" if reach["difference_seen"]["reach"] == "whole" else "implemented"
        elif delivery["reported"] != delivery["actions"]:
            row.state = "in_delivery"
        row.save(update_fields=["state"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0006_public_findings")]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="learning.recommendation",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="superseded_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunPython(_before_publication, migrations.RunPython.noop),
    ]
