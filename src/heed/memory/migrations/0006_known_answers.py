"""A saved search keeps which passages answered it, so that one that changed or was opened is told of as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("memory", "0005_documents_of_shared")]

    operations = [
        migrations.AddField(model_name="savedsearch", name="known", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="savedsearch", name="news", field=models.BinaryField(null=True)),
        migrations.RemoveField(model_name="savedsearch", name="looked_up_to"),
    ]
