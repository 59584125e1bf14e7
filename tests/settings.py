"""Heed's own settings for tests: a data folder for each process, quick passwords, front-end files as they are."""

import os
import tempfile
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
MADE_FOLDER = "" if os.environ.get("HEED_TESTS_FOLDER") else tempfile.mkdtemp(prefix="heed-tests-")
"""What this process made, and takes away again; nothing else is ever taken away."""
if MADE_FOLDER:
    os.environ["HEED_TESTS_FOLDER"] = MADE_FOLDER
os.environ["HEED_DATA"] = str(Path(os.environ["HEED_TESTS_FOLDER"]) / _worker)
os.environ.setdefault("HEED_SECRET_KEY", "only for tests")
os.environ.pop("HEED_DEMO", None)
# Who must have a second factor is tested by tests of its own; elsewhere people come straight in.
os.environ["HEED_SECOND_FACTOR"] = "false"
# A browser's driver keeps a loop in the tests' own thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from heed.config.settings import *  # noqa: E402, F403
from heed.config.settings import DATA, DATABASES, STORAGES  # noqa: E402

DATA.mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: a database in memory locks differently.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING_CONFIG = None
