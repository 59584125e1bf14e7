from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "heed.platform.safekeeping"
    label = "safekeeping"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.safekeeping import jobs
        from heed.platform.ui.navigation import NavItem, register

        jobs.register()
        register(
            NavItem(
                label="Backups",
                url_name="safekeeping:backups",
                order=60,
                place="account",
                shown=lambda actor: actor is not None and actor.may(Permission.LOOK_AFTER_HEED),
            )
        )
