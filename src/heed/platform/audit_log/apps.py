from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditLogConfig(AppConfig):
    name = "heed.platform.audit_log"
    label = "audit_log"

    def ready(self) -> None:
        from heed.platform.audit_log import events  # noqa: F401  declares them
        from heed.platform.audit_log.guards import tell_sqlite

        connection_created.connect(tell_sqlite, dispatch_uid="audit_log.guards")
        post_migrate.connect(_guard, sender=self, dispatch_uid="audit_log.guards")


def _guard(using: str = "default", **_: Any) -> None:
    from django.db import connections

    from heed.platform.audit_log.guards import install

    install(connections[using])
