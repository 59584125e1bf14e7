from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "heed.library"
    label = "library"

    def ready(self) -> None:
        from heed.library.queries import (
            case_of_document,
            document_for_approval,
            document_refs_of_case,
            document_rows,
            find_document,
            find_subject,
            labels_of_documents,
            labels_of_links,
            show_document,
        )
        from heed.library.registers import DOCUMENTS, LINKS
        from heed.platform.access.cases import SubjectKind, register_rows, register_subject
        from heed.platform.access.policies import reads_register
        from heed.platform.approvals.panels import panel_of as approvals_of
        from heed.platform.approvals.types import ApprovalKind
        from heed.platform.approvals.types import register_kind as register_approval
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.notices.discussed import Discussed, register_discussed
        from heed.platform.registers.views import REGISTERS
        from heed.platform.single_use.panels import panel_of
        from heed.platform.single_use.types import TaskKind, register_kind
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        for label, page, order in (("Documents", "list", 70), ("Links", "links", 73)):
            register(
                NavItem(
                    label=label,
                    url_name=f"library:{page}",
                    order=order,
                    group="Library",
                    shown=reads_register,
                )
            )
        register_rows("documents", document_rows)
        register_subject(SubjectKind(word="document", find=find_subject))
        register_kind(
            TaskKind(
                name="document",
                title="Confirm a document by a link",
                question="Do you approve this document?",
                answers=(("approved", "I approve it"), ("not_approved", "I do not approve it")),
                needs_words=False,
                page="library:document",
                show=show_document,
                code_by_another=True,
            )
        )
        register_approval(
            ApprovalKind(
                name="document",
                decisions=("accept_report", "endorse_response", "withhold_report"),
                find=document_for_approval,
                of_case=document_refs_of_case,
            )
        )
        register_panel("document", approvals_of("document"), order=80)
        register_panel("document", panel_of("document"), order=90)
        register_discussed(
            Discussed("document", find=find_document, case_of=case_of_document, of_case=document_refs_of_case)
        )
        REGISTERS.update({each.key: each for each in (DOCUMENTS, LINKS)})
        register_record(RecordKind("document", "library:document", labels_of_documents))
        register_record(RecordKind("link", "library:link", labels_of_links))
