"""Changes of whose actions are, in the words of all changes; apart from the tables' own changes, for PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def by_field(apps: Any, editor: Any) -> None:
    """Changes of whose actions are, as they were kept until now, in the words of all changes."""
    rows = apps.get_model("plans", "ChangedAction").objects.using(editor.connection.alias)
    for row in rows.select_related("change").iterator():
        rows.filter(pk=row.pk).update(
            before={"agency_id": row.agency_before_id}, after={"agency_id": row.change.agency_id}
        )


def by_agency(apps: Any, editor: Any) -> None:
    """Back: only what was changed of whose they are can be kept there."""
    alias = editor.connection.alias
    changes = apps.get_model("plans", "BulkChange").objects.using(alias)
    rows = apps.get_model("plans", "ChangedAction").objects.using(alias)
    for change in changes.iterator():
        first = next((each for each in change.items.all() if each.after.get("agency_id")), None)
        if first is None:
            change.delete()
        else:
            changes.filter(pk=change.pk).update(agency_id=first.after["agency_id"])
    for row in rows.iterator():
        if "agency_id" not in row.before:
            row.delete()
        else:
            rows.filter(pk=row.pk).update(agency_before_id=row.before["agency_id"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_many_at_once_by_field")]

    operations = [migrations.RunPython(by_field, by_agency)]
