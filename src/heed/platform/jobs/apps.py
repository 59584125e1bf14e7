from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "heed.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        from django.utils import timezone

        from heed.platform.files.keeping import clear_files
        from heed.platform.jobs.schedule import Recurring, hourly, register_recurring

        register_recurring(
            Recurring(name="files.clear", due=hourly, run=lambda _: clear_files(at=timezone.now()))
        )
