"""Implemented takes an adequate answer to every part: what was called so without one is in delivery."""

from django.db import migrations


def take_back(apps, schema_editor):
    every = apps.get_model("learning", "Recommendation")._base_manager.using(schema_editor.connection.alias)
    rows = every.filter(state="implemented")
    rows.exclude(thread__1__reach="whole").update(state="in_delivery")


class Migration(migrations.Migration):
    dependencies = [("learning", "0008_delivery")]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
