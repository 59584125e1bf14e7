"""What was said of a theme stays beside what is said of it since."""

from typing import Any

from django.db import migrations


def _keep_the_newest(apps: Any, editor: Any) -> None:
    """Backwards: one word on each theme of a record."""
    rows = apps.get_model("memory", "Themed").objects.using(editor.connection.alias)
    newest = {}
    for pk, *of in rows.order_by("pk").values_list("pk", "kind", "source_id", "theme"):
        newest[tuple(of)] = pk
    rows.exclude(pk__in=list(newest.values())).delete()
    if editor.connection.vendor != "sqlite":
        editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("memory", "0009_day_of_shared")]

    operations = [
        migrations.AlterModelOptions(
            name="themed", options={"ordering": ["pk"], "verbose_name_plural": "themed"}
        ),
        migrations.RemoveConstraint(model_name="themed", name="themed_once"),
        migrations.RunPython(migrations.RunPython.noop, _keep_the_newest),
    ]
