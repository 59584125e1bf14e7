from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_changes_by_field")]

    operations = [
        migrations.RemoveField("changedaction", "agency_before"),
        migrations.RemoveField("bulkchange", "agency"),
    ]
