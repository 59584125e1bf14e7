"""A small OpenID provider that follows the standard, run as a process of its own: `python -m tests.identity_provider`.

It signs in whoever the `login_hint` names, without asking. `POST /fault` makes it lie in one way from then on;
`GET /seen` tells what it was asked. Discovery, PKCE (S256 only), nonce, RS256 and JWKS are as the standard says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "heed", "a secret of the tests"
_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
_OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
_codes: dict[str, dict[str, str]] = {}
_seen: list[dict[str, str]] = []
_fault: dict[str, Any] = {}


class _Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._say(self._discovery())
        elif parts.path == "/jwks":
            self._say(KeySet([_KEY]).as_dict(private=False))
        elif parts.path == "/authorize":
            self._authorize(asked)
        elif parts.path == "/seen":
            self._say(_seen)
        else:
            self._say({"error": "not found"}, status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/fault":
            _fault.clear()
            _fault.update(json.loads(body))
            self._say({})
        elif self.path == "/token":
            self._token({name: values[0] for name, values in parse_qs(body).items()})
        else:
            self._say({"error": "not found"}, status=404)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": _fault.get("calls_itself", self._issuer),
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "jwks_uri": f"{self._issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": _fault.get("offers", ["RS256"]),
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _authorize(self, asked: dict[str, str]) -> None:
        _seen.append(asked)
        wrong = (
            asked.get("client_id") != CLIENT
            or asked.get("response_type") != "code"
            or asked.get("code_challenge_method") != "S256"
            or "openid" not in asked.get("scope", "").split()
        )
        if wrong:
            self._say({"error": "invalid_request"}, status=400)
            return
        code = secrets.token_urlsafe()
        _codes[code] = asked
        self.send_response(302)
        back = {"code": code, "state": asked["state"]}
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def _token(self, given: dict[str, str]) -> None:
        asked = _codes.pop(given.get("code", ""), {})
        name, _, password = (
            base64.b64decode(self.headers.get("Authorization", "Basic ").split(" ", 1)[1])
            .decode()
            .partition(":")
        )
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked.get("code_challenge")
        known = (name, password) == (CLIENT, SECRET.replace(" ", "+")) or (name, password) == (CLIENT, SECRET)
        if not (known and proven and given.get("redirect_uri") == asked.get("redirect_uri")):
            self._say({"error": "invalid_grant"}, status=400)
            return
        answer = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 60}
        if not _fault.get("no_id_token"):
            answer["id_token"] = self._id_token(asked)
        self._say(answer)

    def _id_token(self, asked: dict[str, str]) -> str:
        now, email = int(time.time()), asked.get("login_hint", "")
        claims = {
            "iss": self._issuer,
            "aud": CLIENT,
            "sub": hashlib.sha256(email.encode()).hexdigest()[:20],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "email": email,
            "email_verified": True,
            "name": "Somebody Vouched-For",
            **_fault.get("claims", {}),
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if _fault.get("signed_with") == "shared":
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET.ljust(32)))
        if _fault.get("signed_with") == "nothing":
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
            return f"{head}.{body}."
        key = _OTHER if _fault.get("signed_with") == "another" else _KEY
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)

    @property
    def _issuer(self) -> str:
        host, port = self.server.server_address[:2]
        return f"http://{host!s}:{port}"

    def _say(self, what: Any, *, status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running_provider() -> Iterator[str]:
    """A provider in a process of its own; gives its issuer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.identity_provider"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)


def lies(issuer: str, **fault: Any) -> None:
    """From now on the provider lies in this way; without one, it tells the truth."""
    requests.post(f"{issuer}/fault", json=fault, timeout=10).raise_for_status()


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Provider)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
