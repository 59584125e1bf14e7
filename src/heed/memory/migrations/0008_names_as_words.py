"""Names of several words stand in the index as one; PostgreSQL keeps the vector that it matches. All passages are read
again by the worker."""

from typing import Any

from django.db import migrations
from django.db.models import F

from heed.memory.triggers import FULL_TEXT, install


def _read_again(apps: Any, editor: Any) -> None:
    rows = apps.get_model("memory", "Passage").objects.using(editor.connection.alias)
    rows.update(edition="", version=F("version") + 1)


def _install(apps: Any, editor: Any) -> None:
    if editor.connection.vendor != "sqlite":
        editor.execute(f"DROP INDEX IF EXISTS {FULL_TEXT}")
    install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("memory", "0007_which_row")]

    operations = [
        migrations.RunPython(_install, migrations.RunPython.noop),
        migrations.RunPython(_read_again, migrations.RunPython.noop),
    ]
