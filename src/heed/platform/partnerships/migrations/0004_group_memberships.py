"""Places in groups get a beginning and an end: each begins where the membership did."""

from django.db import migrations


def forwards(apps, schema_editor):
    membership = apps.get_model("partnerships", "Membership")
    place = apps.get_model("partnerships", "GroupMembership")
    began = dict(membership.objects.values_list("pk", "starts_on"))
    place.objects.bulk_create(
        place(membership_id=link.membership_id, group_id=link.group_id, starts_on=began[link.membership_id])
        for link in membership.groups.through.objects.all()
    )


def backwards(apps, schema_editor):
    membership = apps.get_model("partnerships", "Membership")
    place = apps.get_model("partnerships", "GroupMembership")
    link = membership.groups.through
    for each in place.objects.filter(ends_on__isnull=True):
        link.objects.get_or_create(membership_id=each.membership_id, group_id=each.group_id)
    place.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_membership_over_time")]

    operations = [migrations.RunPython(forwards, backwards)]
