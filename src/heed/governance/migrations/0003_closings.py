"""What groups decided to close is closed in the plan too."""

from typing import Any

from django.db import migrations


def _close(apps: Any, editor: Any) -> None:
    """As `plans.operations.close_action` would have written it: of what was not opened again since."""
    alias = editor.connection.alias
    decided = apps.get_model("governance", "Decision").objects.using(alias).filter(kind="close")
    actions = apps.get_model("plans", "Action").objects.using(alias)
    steps = apps.get_model("plans", "ActionStep").objects.using(alias)
    for each in decided.exclude(action=None).order_by("pk"):
        if not steps.filter(action=each.action_id, to_state="re_opened", at__gt=each.kept_at).exists():
            rows = actions.filter(pk=each.action_id, state__in=("verified", "embedded"))
            rows.update(closed_on=each.decided_on, closed_by=each.decided_by[:160])


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_strategies"), ("plans", "0004_closed_by_groups")]

    operations = [migrations.RunPython(_close, migrations.RunPython.noop)]
