"""A recommendation that was recommended again can be open again: its actions' counts say whether it held."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import heed.learning.types


def none_was_said_not_to_hold(apps: Any, schema_editor: Any) -> None:
    recommendation = apps.get_model("learning", "Recommendation")
    rows = recommendation._base_manager.using(schema_editor.connection.alias)
    some = []
    for row in rows.only("pk", "delivery").iterator(chunk_size=500):
        if row.delivery:
            row.delivery = {**row.delivery, "not_held": 0}
            some.append(row)
        if len(some) == 500:
            rows.bulk_update(some, ["delivery"])
            some = []
    rows.bulk_update(some, ["delivery"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0010_who_answered")]

    operations = [
        migrations.AlterField(
            model_name="recommendation",
            name="state",
            field=models.CharField(
                choices=[(state.value, state.value) for state in heed.learning.types.RecommendationState],
                default=heed.learning.types.RecommendationState["REGISTERED"],
                max_length=30,
            ),
        ),
        migrations.RunPython(none_was_said_not_to_hold, migrations.RunPython.noop),
    ]
