"""Each version of a piece of evidence keeps the time that it speaks for, its figure and its end."""

from typing import Any

from django.db import migrations, models

_SAID = ("period_from", "period_to", "value", "denominator", "value_on", "expires_on")


def _first_said(apps: Any, editor: Any) -> None:
    """What a piece says was said with its first version: of later ones nobody was asked."""
    versions = apps.get_model("plans", "EvidenceVersion").objects.using(editor.connection.alias)
    for version in versions.filter(number=1).select_related("evidence").iterator(chunk_size=500):
        for name in _SAID:
            setattr(version, name, getattr(version.evidence, name))
        version.save(update_fields=_SAID)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_standing_arrangements"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidenceversion",
            name="denominator",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="evidenceversion",
            name="expires_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidenceversion",
            name="period_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidenceversion",
            name="period_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidenceversion",
            name="value",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="evidenceversion",
            name="value_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(_first_said, migrations.RunPython.noop),
    ]
