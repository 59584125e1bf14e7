"""The `heed` command. Each verb calls one operation or query, or the kit; Django starts only for those that need it."""

from __future__ import annotations

import click

from heed import __version__
from heed.cli.audit_log import audit_log
from heed.cli.catch_up import catch_up
from heed.cli.check import check
from heed.cli.chronology import chronology
from heed.cli.doctor import doctor
from heed.cli.files import files
from heed.cli.links import check_links
from heed.cli.memory import memory, recommended_before
from heed.cli.moving import migrate_database, upgrade
from heed.cli.people import add_person
from heed.cli.plan_sheet import import_plan
from heed.cli.read import read
from heed.cli.register import export, import_
from heed.cli.report import report
from heed.cli.reset_sign_in import reset_sign_in
from heed.cli.safekeeping import backup, backup_key, check_backup, leave, restore, scrubbed_copy
from heed.cli.serve import serve, work


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="heed")
def main() -> None:
    """Heed: safeguarding reviews, what they asked for, and what came of it."""


main.add_command(read)
main.add_command(check)
main.add_command(chronology)
main.add_command(serve)
main.add_command(work)
main.add_command(import_)
main.add_command(import_plan)
main.add_command(export)
main.add_command(report)
main.add_command(check_links)
main.add_command(catch_up)
main.add_command(add_person)
for command in (
    backup,
    check_backup,
    restore,
    leave,
    scrubbed_copy,
    backup_key,
    doctor,
    upgrade,
    migrate_database,
    reset_sign_in,
):
    main.add_command(command)
main.add_command(audit_log)
main.add_command(files)
main.add_command(memory)
main.add_command(recommended_before)
