from django.apps import AppConfig


class ChronologiesConfig(AppConfig):
    name = "heed.chronologies"
    label = "chronologies"

    def ready(self) -> None:
        from heed.chronologies.presenters.ahead import ahead_of_chronology
        from heed.chronologies.presenters.merged import offered
        from heed.chronologies.queries import (
            entry_rows,
            file_rows,
            labels_of_entries,
            labels_of_files,
            mark_rows,
            own_rows,
            pseudonym_rows,
            reads_earlier,
            sign_rows,
        )
        from heed.chronologies.queries.access import reads_merged
        from heed.chronologies.views.asking import show_earlier
        from heed.platform.access.cases import register_rows
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.ui.navigation import NavItem, register
        from heed.reviews.parts import PartGroup, ReviewPart, register_ahead, register_part

        register_part(
            ReviewPart(
                key="chronology",
                label="Chronology",
                url_name="chronologies:merged",
                order=60,
                group=PartGroup.GATHERING,
                shown=offered,
            )
        )
        register_ahead(ahead_of_chronology)
        register(
            NavItem(
                label="Pseudonyms",
                url_name="chronologies:pseudonyms",
                order=29,
                group="Reviews",
                shown=lambda actor: actor is not None and reads_merged(actor),
            )
        )
        for table, rows in {
            "chronologies": own_rows,
            "chronology_files": file_rows,
            "chronology_entries": entry_rows,
            "chronology_signs": sign_rows,
            "chronology_marks": mark_rows,
            "pseudonyms": pseudonym_rows,
        }.items():
            register_rows(table, rows)
        register_record(
            RecordKind(
                "chronology_entry",
                "chronologies:entry",
                labels_of_entries,
                words="entry of a chronology",
                earlier=reads_earlier,
                shows_earlier=show_earlier,
            )
        )
        register_record(
            RecordKind(
                "chronology_file",
                "chronologies:file",
                labels_of_files,
                words="file of a chronology",
                of_case=refs_of(file_rows),
            )
        )
