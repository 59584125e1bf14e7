from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "heed.plans"
    label = "plans"

    def ready(self) -> None:
        from heed.library.places import register_places
        from heed.plans.panels import actions_panel, places_of_actions
        from heed.plans.queries import action_rows, labels_of_actions
        from heed.plans.registers import ACTIONS
        from heed.platform.access.cases import register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        register(NavItem(label="Actions", url_name="plans:list", order=40, shown=reads_register))
        register_panel("recommendation", actions_panel, order=10)
        register_rows("actions", action_rows)
        register_places(places_of_actions)
        REGISTERS.update({each.key: each for each in (ACTIONS,)})
        register_record(RecordKind("action", "plans:action", labels_of_actions))
