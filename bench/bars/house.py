"""A Heed of a bar's own, with the cast that the tests have: two partnerships, a register each, everybody signed up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast


def migrate() -> None:
    """Carry out every migration in the database that `HEED_DATABASE` names, or begin with one that is kept."""
    from django.core.management import call_command
    from django.db import connection

    from tests import migrated

    if migrated.is_file():
        migrated.fetch(connection.settings_dict["NAME"])
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if migrated.is_file():
        migrated.keep()


@contextmanager
def house() -> Iterator[Cast]:
    """An empty database with the cast in it, as `HEED_DATABASE` says; gone afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test.runner import DiscoverRunner
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    from django.db import connection

    from tests import cast as the_cast
    from tests import migrated

    if migrated.is_file():
        migrated.fetch(connection.creation._get_test_db_name())
    runner: DiscoverRunner = get_runner(settings)(verbosity=0, interactive=False, keepdb=True)
    databases = runner.setup_databases()
    try:
        if migrated.is_file():
            migrated.keep()
        yield the_cast.make()
    finally:
        runner.teardown_databases(databases)
