"""The whole register of recommendations as one file: seconds, and the most memory that the process held.

`python -m bench.large.takings FORM DATABASE` in the surroundings of `bench.large.one`, by the page that people
use. What the process holds before it begins is said too.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

SECONDS, MEGABYTES = 20, 300


def main(form: str, database: str) -> int:
    import django

    django.setup()
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    setup_test_environment()
    from bench.large.processor import judged, most_megabytes
    from bench.large.processor import seconds as processor
    from tests import cast as the_cast

    cast = the_cast.find()
    assert cast is not None
    client = the_cast.client_of(cast.reader)
    client.get(reverse("learning:list"))
    before = most_megabytes()
    began, worked = time.perf_counter(), processor()
    answer: Any = client.get(reverse("learning:list"), {"download": form})
    size = sum(len(chunk) for chunk in answer.streaming_content)
    seconds, worked, most = time.perf_counter() - began, processor() - worked, most_megabytes()
    over = judged(seconds, worked) > SECONDS or most > MEGABYTES
    print(
        f"every recommendation as {form}, {database}: {seconds:.1f} s (limit: {SECONDS} s; processor {worked:.1f}, "
        f"load {os.getloadavg()[0]:.1f}), {most} MB at most "
        f"(limit: {MEGABYTES} MB; {before} MB before), a file of {size / 1e6:.0f} MB{' OVER' if over else ''}",
        flush=True,
    )
    return int(over)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
