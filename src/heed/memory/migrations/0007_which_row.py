"""A note of a change says which row changed, so that a shelf takes over that row alone."""

from typing import Any

from django.db import migrations, models

from heed.memory.triggers import install, let_go, remove_stirred


def _let_go(apps: Any, editor: Any) -> None:
    let_go(editor.connection)


def _remove(apps: Any, editor: Any) -> None:
    let_go(editor.connection)
    remove_stirred(editor.connection)


def _install(apps: Any, editor: Any) -> None:
    install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("memory", "0006_known_answers")]

    operations = [
        migrations.RunPython(_let_go, migrations.RunPython.noop),
        migrations.AddField(model_name="stirred", name="row_id", field=models.BigIntegerField(null=True)),
        migrations.RunPython(_install, _remove),
    ]
