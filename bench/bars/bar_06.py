"""No page of one person reaches another, through a real cache on the way or by the Back button."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bars.bar_09 import is_open
from bench.bars.types import SQLITE, Outcome, Size

TITLE = "Nothing that a signed-in person sees is kept by a cache, given to another, or shown again after signing out."
DATABASES = SQLITE
REQUESTS = {Size.USUAL: 540, Size.FULL: 5_000}
CARELESS = 72
"""Requests through a cache that is told to ignore what Heed says: the measure must find foreign pages there."""
PAGES = ("/", "/reviews/", "/recommendations/", "/actions/", "/library/", "/account/sign-in/")
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True)
class Somebody:
    name: str
    cookie: str


def run(size: Size) -> Outcome:
    if not Path(NGINX).exists():
        return Outcome(True, "nginx is not installed (Debian: apt-get install nginx-light)", ran=False)
    from bench.bars.house import house

    with house() as cast:
        people = list(_everybody(cast))
        kept, answers = _without_no_store(cast)
        with _heed() as heed, _nginx(heed) as (honest, careless):
            warmed = _is_cached(honest)
            foreign, own = _interleaved(honest, people, REQUESTS[size])
            found, _ = _interleaved(careless, people, CARELESS)
            back = _back_after_signing_out(heed, cast)
    figure = (
        f"{answers} signed-in answers, {kept} without no-store; {REQUESTS[size]:,} interleaved requests of "
        f"{len(people)} people through nginx: {foreign} foreign pages ({own:,} own; a careless cache gives {found} of "
        f"{CARELESS}); Back after signing out: {back}"
    )
    sound = warmed and answers >= 100 and own == REQUESTS[size] and found > 0 and len(people) >= 18
    return Outcome(sound and not kept and not foreign and back == "no case text", figure)


def _everybody(cast: Any) -> Iterator[Somebody]:
    from django.conf import settings

    from heed.platform.accounts.models import Person
    from heed.platform.partnerships.models import Membership
    from tests.cast import client_of

    for actor in (*cast.of.values(), cast.outsider):
        yield Somebody(actor.name, client_of(actor).cookies[settings.SESSION_COOKIE_NAME].value)
    nadia = Membership.objects.get(person=Person.objects.get(name="Nadia Nightingale"))
    from heed.platform.access.queries import actor_of

    yield Somebody(
        nadia.person.name,
        client_of(actor_of(nadia.person, nadia)).cookies[settings.SESSION_COOKIE_NAME].value,
    )


def _without_no_store(cast: Any) -> tuple[int, int]:
    """Answers to a signed-in person that a browser might keep, and how many were looked at: pages, files, refusals."""
    import re

    from tests.cast import client_of

    kept, looked_at = 0, 0
    for actor in (cast.manager, cast.reader, cast.administrator):
        client = client_of(actor)
        paths = dict.fromkeys((*PAGES, "/no/such/page/", "/jobs/", "/people/", "/agencies/", "/registers/"))
        for start in PAGES:
            page = client.get(start).content.decode()
            paths.update(dict.fromkeys(re.findall(r'href="(/(?!static)[a-z-]+/[^"#]*)"', page)))
        for path in list(paths)[:90]:
            if path.startswith("/sign-out") or is_open(path):
                continue
            answer = client.get(path)
            said = answer.get("Cache-Control", "")
            kept += not ("no-store" in said and "private" in said and "Cookie" in answer.get("Vary", ""))
            looked_at += 1
            answer.close()
    return kept, looked_at


@contextmanager
def _heed() -> Iterator[str]:
    """Two web processes on the same database, as `heed serve` starts them."""
    from django.conf import settings
    from django.db import connection

    port = _free_port()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")} | {
        "HEED_DATABASE": f"sqlite:///{connection.settings_dict['NAME']}",
        "HEED_DATA": str(settings.DATA),
        "HEED_SECRET_KEY": settings.SECRET_KEY,
        "HEED_SECOND_FACTOR": "false",
    }
    command = [sys.executable, "-m", "gunicorn", "heed.config.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--workers", "2", "--log-level", "error"], env=surroundings)
    try:
        _wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def _nginx(heed: str) -> Iterator[tuple[str, str]]:
    """A shared cache before Heed, and one that ignores what Heed says of keeping."""
    from django.conf import settings

    folder = Path(settings.DATA) / "nginx"
    folder.mkdir()
    honest, careless = _free_port(), _free_port()
    rules = folder / "nginx.conf"
    rules.write_text(_RULES.format(user=_USER, folder=folder, heed=heed, honest=honest, careless=careless))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(rules), "-e", str(folder / "error.log")])
    try:
        _wait_for(honest)
        yield f"http://127.0.0.1:{honest}", f"http://127.0.0.1:{careless}"
    finally:
        process.terminate()
        process.wait(timeout=20)


_USER = "user root;" if os.geteuid() == 0 else ""
"""Started by root, nginx would work as somebody who may not enter the folder."""
_RULES = """
{user} daemon off; pid {folder}/pid; worker_processes 1; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/kept keys_zone=kept:10m;
  proxy_cache_path {folder}/careless keys_zone=careless:10m;
  proxy_set_header Host localhost;
  server {{
    listen 127.0.0.1:{honest};
    location / {{ proxy_pass http://{heed}; proxy_cache kept; proxy_cache_key $request_uri;
      add_header X-Cache $upstream_cache_status always; }}
  }}
  server {{
    listen 127.0.0.1:{careless};
    location / {{ proxy_pass http://{heed}; proxy_cache careless; proxy_cache_key $request_uri; proxy_cache_valid 5m;
      proxy_ignore_headers Cache-Control Expires Vary Set-Cookie; }}
  }}
}}
"""


def _is_cached(honest: str) -> bool:
    """Whether the cache keeps what it may: a front-end file, the second time."""
    import re

    import requests

    page = requests.get(f"{honest}/sign-in/", timeout=30).text
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    if style is None:
        return False
    said = [requests.get(honest + style.group(1), timeout=30).headers.get("X-Cache") for _ in range(2)]
    return said[-1] == "HIT"


def _interleaved(address: str, people: list[Somebody], how_many: int) -> tuple[int, int]:
    """Pages asked for by all at once in a fixed disorder: how many show somebody else, and how many oneself."""
    chance = random.Random(6)  # noqa: S311  a fixed disorder, no secret
    asked = [(chance.choice(people), chance.choice(PAGES)) for _ in range(how_many)]
    names = {each.name for each in people}

    def ask(one: tuple[Somebody, str]) -> tuple[int, int]:
        import requests

        who, path = one
        answer = requests.get(
            address + path, cookies={"sessionid": who.cookie}, timeout=120, allow_redirects=False
        )
        shown = _account_name(answer.text)
        return int(shown in names - {who.name}), int(shown == who.name)

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(ask, asked))
    return sum(foreign for foreign, _ in results), sum(own for _, own in results)


def _account_name(page: str) -> str:
    """Whose page this is, by the name in the account menu."""
    _, mark, rest = page.partition('heed-account__name">')
    return rest.partition("<")[0] if mark else ""


def _back_after_signing_out(heed: str, cast: Any) -> str:
    """What Chromium shows when somebody signs out and goes back."""
    from playwright.sync_api import sync_playwright

    from heed.learning.models import Recommendation
    from tests.cast import client_of

    ask = Recommendation.objects.visible_to(cast.reader).order_by("pk")[0]
    text = ask.text[:40]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return "not tried, as Chromium is not installed"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context()
        site = f"http://localhost:{heed.rpartition(':')[2]}"
        cookie = client_of(cast.reader).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site, "httpOnly": True}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{site}/recommendations/")
        page.goto(f"{site}/recommendations/{ask.public_id}/")
        seen = text in page.content()
        page.locator(".heed-bar__who summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_load_state("load")
        shown = ""
        for _ in range(3):
            page.go_back()
            page.wait_for_load_state("load")
            shown += page.content()
        browser.close()
    if not seen:
        return "not tried, as no case text was seen before"
    return "case text" if text in shown else "no case text"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers at port {port}")
