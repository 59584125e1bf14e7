from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "heed.platform.history"
    label = "history"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.history import events  # noqa: F401  declares it
        from heed.platform.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Audit log",
                url_name="history:log",
                order=83,
                group="Administration",
                shown=lambda actor: actor is not None and actor.may(Permission.READ_AUDIT_LOG),
            )
        )
