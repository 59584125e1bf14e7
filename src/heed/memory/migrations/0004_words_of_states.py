"""A passage has room for the words of every state: PostgreSQL refused the longer ones, and with them the worker's batch."""

from typing import Any

from django.db import migrations, models

from heed.memory.triggers import install, let_go


def _let_go(apps: Any, editor: Any) -> None:
    let_go(editor.connection)


def _install(apps: Any, editor: Any) -> None:
    install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("memory", "0003_shared_library")]

    operations = [
        migrations.RunPython(_let_go, _install),
        migrations.AlterField(
            model_name="passage", name="state", field=models.CharField(blank=True, max_length=60)
        ),
        migrations.RunPython(_install, _let_go),
    ]
