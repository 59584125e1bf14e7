"""When a shared review was published is read from the review, where it may be corrected."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("memory", "0008_names_as_words")]

    operations = [migrations.RemoveField(model_name="sharedreview", name="published_latest")]
