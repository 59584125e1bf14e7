from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    name = "heed.platform.audit_log"
    label = "audit_log"

    def ready(self) -> None:
        from heed.platform.audit_log import events  # noqa: F401  declares them
