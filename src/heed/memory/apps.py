from django.apps import AppConfig


class MemoryConfig(AppConfig):
    name = "heed.memory"
    label = "memory"

    def ready(self) -> None:
        from heed.learning.types import FOLLOWERS
        from heed.memory.queries import remembered_rows
        from heed.memory.upkeep import begin_to_remember, due, read_waiting
        from heed.platform.access.cases import register_rows
        from heed.platform.jobs.schedule import Recurring, register_recurring

        FOLLOWERS.append(begin_to_remember)
        register_rows("remembered", remembered_rows)
        register_recurring(Recurring("memory", due=due, run=lambda at: read_waiting()))
