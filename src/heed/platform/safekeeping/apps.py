from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "heed.platform.safekeeping"
    label = "safekeeping"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.notices.due import register_due
        from heed.platform.safekeeping import jobs
        from heed.platform.safekeeping.due import RESTORE_DRILL
        from heed.platform.safekeeping.panels import installation_panel
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        jobs.register()
        register_panel("home", installation_panel, order=20)
        register_due(RESTORE_DRILL)
        register(
            NavItem(
                label="Backups",
                url_name="safekeeping:backups",
                order=84,
                group="Administration",
                shown=lambda actor: actor is not None and actor.may(Permission.LOOK_AFTER_HEED),
            )
        )
