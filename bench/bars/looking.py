"""All that must be the same in two places, as JSON: rows, files, what each role is answered, and the audit log.

Run in a process of its own for each place: `python -m bench.bars.looking`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import Any

_PASSING = re.compile(rb'csrfmiddlewaretoken"[^>]*value="[^"]+"|nonce-[\w=-]+')
"""What is made anew for each answer."""


def look() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.test.utils import setup_test_environment

    from heed.platform.safekeeping.disk import sha256_of
    from heed.platform.safekeeping.place import data_folder, kept_files
    from heed.platform.safekeeping.tables import kept_models, measure

    setup_test_environment()
    audit, tables = audit_log(), {}
    for model in kept_models(apps):
        kept = measure(model, alias="default")
        tables[model._meta.db_table] = [kept.rows, kept.sha256]
    files = {path.relative_to(data_folder()).as_posix(): sha256_of(path) for path in kept_files()}
    # Before anything is asked: asking is written down, too.
    return {"tables": tables, "files": files, "audit": audit, "answers": answers()}


def audit_log() -> str:
    """Whether every event is as it was written, and where each chain ends; nothing is noted of having asked."""
    from django.db import transaction
    from django.utils import timezone

    from heed.platform.audit_log.verification import verify

    with transaction.atomic():
        verdicts = verify(at=timezone.now())
        transaction.set_rollback(True)
    sealed = sum(each.rows for each in verdicts)
    heads = ", ".join(sorted(each.head[:8] for each in verdicts))
    problems = "; ".join(each.problem for each in verdicts if each.problem)
    return f"{sealed:,} links, heads {heads}" + (f", PROBLEM {problems}" if problems else ", sound")


def answers() -> dict[str, str]:
    """What each role is answered at each address that needs no form: status and the page's hash."""
    from django.db import transaction

    from heed.platform.access.roles import Role
    from tests import cast as the_cast

    cast = the_cast.find()
    assert cast is not None
    found = {}
    with transaction.atomic():
        paths = addresses()
        people = {**{role.value: cast.of[role] for role in Role}, "outsider": cast.outsider}
        for name, actor in people.items():
            client = the_cast.client_of(actor)
            for path in paths:
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                page = hashlib.sha256(_PASSING.sub(b"", body)).hexdigest()[:16]
                found[f"{name} {path}"] = f"{answer.status_code} {page}"
        transaction.set_rollback(True)
    return found


def addresses() -> list[str]:
    """Every list, and a record of each kind; not what says how things are at this moment."""
    from django.apps import apps
    from django.urls import reverse

    lists = [
        "learning:list",
        "learning:responses",
        "plans:list",
        "reviews:list",
        "library:list",
        "agencies:list",
    ]
    paths = [reverse(name) for name in lists]
    for label, name in (
        ("reviews.Review", "reviews:review"),
        ("learning.Recommendation", "learning:recommendation"),
        ("plans.Action", "plans:action"),
        ("library.Document", "library:document"),
    ):
        rows = apps.get_model(label)._base_manager.order_by("pk")[:4]
        paths += [reverse(name, args=[row.public_id]) for row in rows]
    return paths


if __name__ == "__main__":
    print(json.dumps(look()))
