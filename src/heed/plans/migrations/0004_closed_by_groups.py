from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_evidence_of_versions")]

    operations = [
        migrations.AddField(
            model_name="action", name="closed_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="action", name="closed_by", field=models.CharField(blank=True, max_length=160)
        ),
    ]
