from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "heed.intake"
    label = "intake"

    def ready(self) -> None:
        from heed.intake.panels import open_imports_panel
        from heed.intake.reading import reading_job
        from heed.platform.jobs.types import register
        from heed.platform.ui.panels import register_panel

        register(reading_job)
        register_panel("library", open_imports_panel, order=10)
        register_panel("home", open_imports_panel, order=10)
