"""What is changed together is kept by field: whose actions were was the first of them."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_first_steps")]

    operations = [
        migrations.RenameModel("AgencyChange", "BulkChange"),
        migrations.RenameModel("ActionMoved", "ChangedAction"),
        migrations.AlterField(
            "bulkchange",
            "agency",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.agency",
            ),
        ),
        migrations.AlterField(
            "changedaction",
            "change",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="plans.bulkchange"
            ),
        ),
        migrations.AlterModelOptions("changedaction", {"ordering": ["pk"]}),
        migrations.AddField("bulkchange", "reason", models.TextField(blank=True, default=""), False),
        migrations.AddField("changedaction", "before", models.JSONField(default=dict)),
        migrations.AddField("changedaction", "after", models.JSONField(default=dict)),
        migrations.AddField(
            "changedaction",
            "step",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="plans.actionstep",
            ),
        ),
        migrations.AddField("changedaction", "left", models.BooleanField(default=False)),
        migrations.AddField(
            "changedaction", "said", models.CharField(blank=True, default="", max_length=500), False
        ),
    ]
