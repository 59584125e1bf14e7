import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_together"),
        ("single_use", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="onetask",
            name="code_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.membership",
            ),
        ),
        migrations.AlterField(
            model_name="onetask",
            name="code_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
