"""Places in groups get a beginning and an end: each begins where the membership did."""

from django.db import migrations


def forwards(apps, schema_editor):
    membership = apps.get_model("partnerships", "Membership")
    place = apps.get_model("partnerships", "GroupMembership")
    alias = schema_editor.connection.alias
    began = dict(membership.objects.using(alias).values_list("pk", "starts_on"))
    place.objects.using(alias).bulk_create(
        place(membership_id=link.membership_id, group_id=link.group_id, starts_on=began[link.membership_id])
        for link in membership.groups.through.objects.using(alias)
    )


def backwards(apps, schema_editor):
    membership = apps.get_model("partnerships", "Membership")
    place = apps.get_model("partnerships", "GroupMembership")
    alias = schema_editor.connection.alias
    link = membership.groups.through
    for each in place.objects.using(alias).filter(ends_on__isnull=True):
        link.objects.using(alias).get_or_create(membership_id=each.membership_id, group_id=each.group_id)
    place.objects.using(alias).delete()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_membership_over_time")]

    operations = [migrations.RunPython(forwards, backwards)]
