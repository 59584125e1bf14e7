"""The machine that Heed runs on: versions, settings, rights, room and clock."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from heed import __version__
from heed.platform.audit_log.models import Event
from heed.platform.safekeeping.doctor.types import Finding, State
from heed.platform.safekeeping.place import data_folder

_LEAST_ROOM = 1 << 30
_GOOD_SHARE = 0.10
_CLOCK_MAY_DIFFER = timedelta(seconds=5)
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def versions(at: datetime) -> Sequence[Finding]:
    database = f"SQLite {sqlite3.sqlite_version}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0]}"
    sentence = (
        f"Heed {__version__}, Python {platform.python_version()}, Django {django.get_version()}, {database}."
    )
    return [Finding("versions", State.WELL, sentence)]


def settings_in_force(at: datetime) -> Sequence[Finding]:
    found = []
    if settings.DEBUG:
        found.append(
            Finding(
                "settings",
                State.WRONG,
                "HEED_DEBUG is on: a fault would show code and data to whoever meets it.",
                "Remove HEED_DEBUG and start Heed again.",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Finding(
                "settings",
                State.WRONG,
                "HEED_HOSTS allows any address.",
                "Name in HEED_HOSTS the addresses that people type.",
            )
        )
    if settings.DEMO:
        found.append(Finding("settings", State.LOOK, "This is the demo.", "Never put a real case into it."))
    return found or [Finding("settings", State.WELL, "Nothing is set that weakens Heed.")]


def address(at: datetime) -> Sequence[Finding]:
    if settings.HTTPS:
        return [Finding("address", State.WELL, "Heed is reached by HTTPS, and its cookies go no other way.")]
    elsewhere = [each for each in settings.ALLOWED_HOSTS if each not in _ON_THIS_MACHINE]
    if not elsewhere:
        return [Finding("address", State.WELL, "Heed answers on this machine only.")]
    return [
        Finding(
            "address",
            State.WRONG,
            f"Heed answers as {elsewhere[0]} without HTTPS: passwords and cases can be read on the way.",
            "Put a web server with a certificate in front of Heed and set HEED_HTTPS=true.",
        )
    ]


def data_folder_rights(at: datetime) -> Sequence[Finding]:
    folder = data_folder()
    if not os.access(folder, os.W_OK):
        return [
            Finding(
                "data folder",
                State.WRONG,
                f"Heed cannot write in {folder}.",
                "Give the folder to the user that Heed runs as, or mount its disk for writing.",
            )
        ]
    open_to_others = [
        path
        for path in (folder, folder / "secret-key", folder / "heed.sqlite3", Path(settings.BACKUP_KEY))
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o007
    ]
    # Nobody gets past a closed folder, whatever the rights within.
    if open_to_others and folder in open_to_others:
        return [
            Finding(
                "data folder",
                State.WRONG,
                f"Every user of this machine can look into {folder}.",
                f"chmod 700 {folder}",
            )
        ]
    return [Finding("data folder", State.WELL, f"Heed can write in {folder}, and others cannot look in.")]


def room(at: datetime) -> Sequence[Finding]:
    found = []
    for what, folder in (("the data", data_folder()), ("backups", Path(settings.BACKUP_FOLDER))):
        while not folder.exists():
            folder = folder.parent
        usage = shutil.disk_usage(folder)
        sentence = f"{usage.free / 1e9:,.1f} GB of {usage.total / 1e9:,.0f} GB are free for {what}."
        if usage.free < _LEAST_ROOM:
            state, mend = State.WRONG, "Make room now: without it nothing more can be saved."
        elif usage.free / usage.total < _GOOD_SHARE:
            state, mend = State.LOOK, "Make room, or keep fewer backups (HEED_BACKUP_KEEP)."
        else:
            state, mend = State.WELL, ""
        found.append(Finding("room on the disk", state, sentence, mend))
    return found


def clock(at: datetime) -> Sequence[Finding]:
    found = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            difference = abs(cursor.fetchone()[0] - timezone.now())
        if difference > _CLOCK_MAY_DIFFER:
            found.append(
                Finding(
                    "clock",
                    State.WRONG,
                    f"The clocks here and at the database differ by {difference.total_seconds():.0f} seconds.",
                    "Let both machines set their clocks from the network (NTP).",
                )
            )
    # The demo's clock can be moved on and put back.
    newest = None if settings.DEMO else Event.objects.aggregate(newest=Max("at"))["newest"]
    if newest and newest - timezone.now() > _CLOCK_MAY_DIFFER:
        found.append(
            Finding(
                "clock",
                State.WRONG,
                f"The audit log has an event of {timezone.localtime(newest):%-d %B %Y %H:%M}, which is still to come.",
                "The clock was wrong then or is wrong now: check it against another one.",
            )
        )
    return found or [Finding("clock", State.WELL, _kept_by_network())]


def _kept_by_network() -> str:
    here = f"The clock says {timezone.localtime():%-d %B %Y %H:%M}"
    command = shutil.which("timedatectl")
    if command:
        said = subprocess.run(
            [command, "show", "-p", "NTPSynchronized", "--value"], capture_output=True, text=True, check=False
        ).stdout.strip()
        if said == "yes":
            return f"{here} and is set from the network."
    return f"{here}; whether it is set from the network could not be asked."
