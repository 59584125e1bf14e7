from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "heed.assurance"
    label = "assurance"

    def ready(self) -> None:
        from heed.agencies.operations import when_work_passes
        from heed.agencies.types import Work
        from heed.assurance.due import DUE_OF, REPLY_OF
        from heed.assurance.operations import assurance_comes_back, pass_assurance
        from heed.assurance.panels import challenges_panel
        from heed.assurance.presenters import PLACES, PLURALS
        from heed.assurance.queries import (
            assurance_held,
            assurance_rows,
            labels_of_assurance,
            why_recommendations_stay,
        )
        from heed.assurance.registers import REGISTERS_OF
        from heed.learning.types import STAYS
        from heed.platform.access.cases import register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.notices.due import register_due
        from heed.platform.notices.queries.long_late import narrowing_to_long_late
        from heed.platform.registers.types import register_narrowings
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        for order, (kind, page) in enumerate(PLACES.items(), start=45):
            register(
                NavItem(
                    label=PLURALS[kind], url_name=page, order=order, group="Assurance", shown=reads_register
                )
            )
        register_rows("assurance", assurance_rows)
        register_record(RecordKind("assurance", "assurance:one", labels_of_assurance))
        register_panel("recommendation", challenges_panel, order=5)
        STAYS.append(why_recommendations_stay)
        for each, due in DUE_OF.items():
            register_due(due)
            register_due(REPLY_OF[each])
            register_narrowings(REGISTERS_OF[each].key, narrowing_to_long_late(due, REPLY_OF[each]))
        when_work_passes("assurance", Work(assurance_held, pass_assurance, assurance_comes_back))
        REGISTERS.update({each.key: each for each in REGISTERS_OF.values()})
