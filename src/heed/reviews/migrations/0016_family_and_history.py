from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0015_handing_over")]

    operations = [
        migrations.AddField(
            "casereferral", "family", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "casereferral", "before", models.TextField(blank=True, default=""), preserve_default=False
        ),
    ]
