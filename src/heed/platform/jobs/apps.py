from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "heed.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        from heed.platform.files.keeping import clear_files
        from heed.platform.jobs.schedule import Recurring, hourly, register_recurring

        register_recurring(Recurring(name="files.clear", due=hourly, run=lambda at: clear_files(at=at)))
