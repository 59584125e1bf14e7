from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "heed.platform.people"
    label = "people"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.notices.due import register_told
        from heed.platform.people.alarms import NOTICES
        from heed.platform.people.panels import emergency_panel
        from heed.platform.people.queries import labels_of_people
        from heed.platform.people.registers import PEOPLE
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        register(
            NavItem(
                label="People",
                url_name="people:list",
                order=81,
                group="Administration",
                shown=lambda actor: actor is not None and actor.may(Permission.SEE_PEOPLE),
            )
        )
        register(NavItem(label="Emergency access", url_name="people:emergency", order=15, place="account"))
        register(NavItem(label="Who may do what", url_name="people:roles", order=20, place="foot"))
        register_record(RecordKind("person", "people:person", labels_of_people))
        for page in ("home", "information"):
            register_panel(page, emergency_panel, order=5)
        for kind, says in NOTICES.values():
            register_told(kind, says)
        REGISTERS.update({each.key: each for each in (PEOPLE,)})
