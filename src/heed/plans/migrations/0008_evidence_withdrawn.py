"""Evidence that was given by mistake is withdrawn, and stays to be read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_by_sample"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("evidence", "withdrawn_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField(
            "evidence",
            "withdrawn_by",
            models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "evidence", "withdrawn_why", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "evidence",
            "withdrawn_from",
            models.ManyToManyField(to="plans.action", related_name="withdrawn_evidence", blank=True),
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~models.Q(withdrawn_why=""),
                name="evidence_withdrawn_by_somebody_with_a_reason",
            ),
        ),
    ]
