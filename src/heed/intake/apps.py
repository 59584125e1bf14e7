from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "heed.intake"
    label = "intake"

    def ready(self) -> None:
        from heed.intake.panels import open_imports_panel, reading_panel, withdrawn_panel
        from heed.intake.queries import import_rows, job_rows, labels_of_imports, labels_of_sheets, sheet_rows
        from heed.intake.reading import again_job, reading_job
        from heed.intake.registers import OF_DOCUMENTS
        from heed.platform.access.cases import register_rows
        from heed.platform.access.roles import Permission
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.jobs.types import register
        from heed.platform.registers.types import register_narrowings
        from heed.platform.ui import navigation
        from heed.platform.ui.panels import register_panel

        register_rows("plan sheets", sheet_rows)
        register_record(
            RecordKind("plan_sheet", "intake:plan_sheet", labels_of_sheets, words="plan on its way in")
        )
        register_rows("imports", import_rows)
        register_rows("jobs", job_rows)
        register_record(
            RecordKind("import", "intake:import", labels_of_imports, words="document on its way in")
        )
        register_narrowings("documents", OF_DOCUMENTS)
        register(reading_job)
        register(again_job)
        register_panel("library", open_imports_panel, order=10)
        register_panel("library", withdrawn_panel, order=90)
        register_panel("home", open_imports_panel, order=10)
        register_panel("document head", reading_panel, order=10)
        navigation.register(
            navigation.NavItem(
                label="Words the reader knows",
                url_name="intake:words",
                order=86,
                group="Administration",
                shown=lambda actor: actor is not None and actor.may(Permission.CHANGE_RULES),
            )
        )
