from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    name = "heed.platform.audit_log"
    label = "audit_log"
