"""Nothing to do forwards. Backwards: a version of Heed that knows no restricted cases must not show them.

All rows of cases with access of their own go into one scope that the earlier version shows to nobody. Who was named
or excluded is not kept; the backup made before going back has it.
"""

from django.db import migrations, models


def hide(apps, schema_editor):
    alias = schema_editor.connection.alias
    scope = apps.get_model("access", "Scope")
    scopes = scope.objects.using(alias)
    for partnership_id in set(scopes.exclude(case_ref="").values_list("partnership_id", flat=True)):
        own = list(
            scopes.filter(partnership_id=partnership_id).exclude(case_ref="").values_list("pk", flat=True)
        )
        for name in ("EmergencyAccess", "Exclusion", "NamedPerson", "Restriction"):
            apps.get_model("access", name).objects.using(alias).delete()
        kept, *others = own
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, models.ForeignKey) and field.related_model is scope:
                    model._base_manager.using(alias).filter(**{f"{field.name}__in": others}).update(
                        **{field.name: kept}
                    )
        scopes.filter(pk__in=others).delete()
        scopes.filter(pk=kept).update(level="restricted")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_own_scopes")]

    operations = [migrations.RunPython(migrations.RunPython.noop, hide)]
