"""A Heed of a bar's own, with the cast that the tests have: two partnerships, a register each, everybody signed up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast


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
    runner: DiscoverRunner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        from tests import cast as the_cast

        yield the_cast.make()
    finally:
        runner.teardown_databases(databases)
