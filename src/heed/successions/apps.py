from django.apps import AppConfig


class SuccessionsConfig(AppConfig):
    name = "heed.successions"
    label = "successions"

    def ready(self) -> None:
        from heed.platform.access.policies import reads_register
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel
        from heed.successions.panels import inherited_panel

        register_panel("review", inherited_panel, order=1)
        register(
            NavItem(
                label="The partnership over time",
                url_name="successions:list",
                order=77,
                group="Library",
                shown=reads_register,
            )
        )
