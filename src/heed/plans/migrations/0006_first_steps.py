"""Each action that is there gets the first row of its life, and the date that it was promised for first."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F

AT_ONCE = 2000


def first_steps(apps: Any, schema_editor: Any) -> None:
    action, step = apps.get_model("plans", "Action"), apps.get_model("plans", "ActionStep")
    rows = action._base_manager.using(schema_editor.connection.alias)
    rows.update(first_due=F("due_latest"))
    without = rows.filter(steps__isnull=True)
    facts = without.values_list("pk", "state", "registered_at").iterator(chunk_size=AT_ONCE)
    waiting = []
    for pk, state, at in facts:
        waiting.append(step(action_id=pk, to_state=state, at=at))
        if len(waiting) == AT_ONCE:
            step._base_manager.bulk_create(waiting)
            waiting = []
    step._base_manager.bulk_create(waiting)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_life_of_an_action")]

    operations = [migrations.RunPython(first_steps, migrations.RunPython.noop)]
