"""What a recommendation's actions come to is kept beside its thread, and filled from it where there is one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

COUNTED = (("planned", "of", "actions"), ("planned", "done", "firm"), ("reported", "done", "reported"))


def from_threads(apps: Any, schema_editor: Any) -> None:
    recommendation = apps.get_model("learning", "Recommendation")
    rows = recommendation._base_manager.using(schema_editor.connection.alias)
    some = []
    for row in rows.only("pk", "thread").iterator(chunk_size=500):
        steps = {each["step"]: each for each in row.thread}
        row.delivery = {
            **dict.fromkeys(("verified", "settled", "embedded", "parts_settled", "difference_seen"), 0),
            **{name: steps[step][figure] if steps else 0 for step, figure, name in COUNTED},
        }
        some.append(row)
        if len(some) == 500:
            rows.bulk_update(some, ["delivery"])
            some = []
    rows.bulk_update(some, ["delivery"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0007_judging")]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="delivery",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(from_threads, migrations.RunPython.noop),
    ]
