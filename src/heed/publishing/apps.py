from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "heed.publishing"
    label = "publishing"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.approvals.types import ApprovalKind, register_kind
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.notices.due import register_due
        from heed.platform.ui.navigation import NavItem, register
        from heed.publishing import jobs
        from heed.publishing.due import KINDS
        from heed.publishing.queries import publications as queries
        from heed.publishing.queries.dates import forbidden_date_rows
        from heed.publishing.queries.reach import campaign_rows, labels_of_campaigns, reach_rows
        from heed.publishing.queries.seeing import sees_publications
        from heed.reviews.parts import PartGroup, ReviewPart, register_part

        register(
            NavItem(
                label="Publishing",
                url_name="publishing:list",
                order=24,
                group="Reviews",
                shown=sees_publications,
            )
        )
        register(NavItem(label="Published learning", url_name="published:library", order=30, place="foot"))
        for table, rows in (
            ("publications", queries.publication_rows),
            ("forbidden_dates", forbidden_date_rows),
            ("reach", reach_rows),
            ("campaigns", campaign_rows),
        ):
            register_rows(table, rows)
        register_record(
            RecordKind(
                "publication",
                "publishing:publication",
                queries.labels_of_publications,
                of_case=refs_of(queries.publication_rows),
            )
        )
        register_record(RecordKind("campaign", "publishing:campaign", labels_of_campaigns))
        register_kind(
            ApprovalKind(
                name=queries.APPROVED,
                decisions=(queries.DECISION,),
                find=queries.find_edition_for_approval,
                of_case=queries.edition_refs_of_case,
                not_by=queries.brought_by,
                ready=queries.check_ready_for_approval,
            )
        )
        for due in KINDS:
            register_due(due)
        register_part(
            ReviewPart(
                key="publication",
                label="Publication",
                url_name="publishing:of_review",
                order=97,
                group=PartGroup.REPORT,
            )
        )
        jobs.register()
