from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "heed.information"
    label = "information"

    def ready(self) -> None:
        from heed.information.due import KINDS
        from heed.information.panels import register_panels
        from heed.information.policies import governs
        from heed.information.queries.labels import RECORD_KINDS
        from heed.information.queries.releases import agency_record_rows, release_rows
        from heed.information.queries.retention import disposal_rows, hold_rows
        from heed.information.registers import ALL
        from heed.platform.access.cases import register_rows
        from heed.platform.audit_log.records import register_record
        from heed.platform.notices.due import register_due
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Information governance",
                url_name="information:overview",
                order=82,
                group="Administration",
                shown=governs,
            )
        )
        register_rows("releaserequests", release_rows)
        register_rows("agencyrecords", agency_record_rows)
        register_rows("holds", hold_rows)
        register_rows("disposals", disposal_rows)
        for kind in RECORD_KINDS:
            register_record(kind)
        for due in KINDS:
            register_due(due)
        REGISTERS.update({each.key: each for each in ALL})
        register_panels()
