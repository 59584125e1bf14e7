import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_group_memberships")]

    operations = [
        migrations.RemoveField(model_name="membership", name="groups"),
        migrations.AlterField(
            model_name="groupmembership",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="partnerships.membership",
            ),
        ),
        migrations.AlterField(
            model_name="groupmembership",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="partnerships.group",
            ),
        ),
    ]
