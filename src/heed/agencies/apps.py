from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "heed.agencies"
    label = "agencies"

    def ready(self) -> None:
        from heed.agencies.queries import labels_of_agencies
        from heed.agencies.registers import AGENCIES, names_left_out
        from heed.platform.access.roles import Permission
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.registers.types import register_hint
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register

        REGISTERS[AGENCIES.key] = AGENCIES
        for key in ("recommendations", "responses", "actions"):
            register_hint(key, names_left_out)
        register_record(RecordKind("agency", "agencies:agency", labels_of_agencies))
        register(
            NavItem(
                label="Agencies",
                url_name="agencies:list",
                order=75,
                group="Library",
                shown=lambda actor: actor is not None and actor.may(Permission.READ_REGISTER),
            )
        )
