"""Identity providers: which there are, for which addresses, and what one says of who signed in there.

OpenID Connect with authlib: discovery, PKCE, a nonce, and an ID token whose signature, issuer, audience and time are
checked. (allauth's own client of the kind checks neither nonce nor signature.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from heed.platform.base.errors import NotAllowed, Unavailable

_SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that only the provider can make: nothing signed with a shared secret, nothing unsigned."""
_PATIENCE = 10
"""Seconds that a provider may take to answer."""
_CLOCKS_APART = 120
"""Seconds by which the provider's clock may differ from ours."""


class Misconfigured(ValueError):
    """The providers' file says something that cannot be; the sentence says what and where."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`only` says that people of these domains have no password here; `second_factor` that the provider asks for
    one itself; `vouches` that its addresses count as verified without its saying so of each."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    only: bool = False
    second_factor: bool = False
    email_claim: str = "email"
    vouches: bool = False


@dataclass(frozen=True, slots=True)
class VouchedFor:
    """Whom a provider says it is, checked: `email` in lower case, of one of the provider's own domains."""

    provider: Provider
    subject: str
    email: str
    name: str


def list_providers() -> tuple[Provider, ...]:
    """Every provider in the file. Raises `Misconfigured`."""
    return read_providers(settings.PROVIDERS)


def read_providers(written: Any) -> tuple[Provider, ...]:
    """Providers from what is written in the file. Raises `Misconfigured` with a sentence that says what to mend."""
    if not isinstance(written, list):
        raise Misconfigured("the file must be a list of providers")
    found = tuple(_read(each, number) for number, each in enumerate(written, 1))
    _check_once("key", (each.key for each in found))
    _check_once("domain", (domain for each in found for domain in each.domains))
    return found


def _check_once(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Misconfigured(f"the {what} {value} stands for two providers")
        seen.add(value)


def _read(written: Any, number: int) -> Provider:
    if not isinstance(written, dict):
        raise Misconfigured(f"provider {number} is no mapping of names to values")
    for needed in ("key", "name", "issuer", "client_id", "domains"):
        if not written.get(needed):
            raise Misconfigured(f"provider {number} has no {needed}")
    issuer = str(written["issuer"]).rstrip("/")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise Misconfigured(f"provider {number}: its issuer must begin with https")
    if not str(written["key"]).isidentifier():
        raise Misconfigured(f"provider {number}: its key may hold letters and digits only")
    return Provider(
        key=str(written["key"]),
        name=str(written["name"]),
        issuer=issuer,
        client_id=str(written["client_id"]),
        client_secret=_secret(written, number),
        domains=tuple(str(each).strip().lower().lstrip("@") for each in written["domains"]),
        only=bool(written.get("only", False)),
        second_factor=bool(written.get("second_factor", False)),
        email_claim=str(written.get("email_claim", "email")),
        vouches=bool(written.get("vouches", False)),
    )


def _secret(written: Mapping[str, Any], number: int) -> str:
    if written.get("client_secret_file"):
        path = Path(str(written["client_secret_file"]))
        if not path.is_file():
            raise Misconfigured(f"provider {number}: there is no file {path}")
        return path.read_text(encoding="utf-8").strip()
    return str(written.get("client_secret", ""))


def provider_for(email: str) -> Provider | None:
    """The provider at which people with this address sign in; None where they have a password."""
    domain = _domain(email)
    return next((each for each in list_providers() if domain in each.domains), None)


def _domain(email: str) -> str:
    return email.strip().lower().rpartition("@")[2]


def send_to(provider: Provider, request: HttpRequest, *, back: str, email: str) -> HttpResponse:
    """The answer that sends the browser to the provider. `back` is the whole address to come back to."""
    try:
        answer: HttpResponse = _client(provider).authorize_redirect(request, back, login_hint=email)
    except (AuthlibBaseError, RequestException, RuntimeError, ValueError) as problem:
        raise Unavailable(f"{provider.name} could not be reached. Try again in a few minutes.") from problem
    return answer


def hear_from(provider: Provider, request: HttpRequest) -> VouchedFor:
    """Who the provider says has come back. Raises `NotAllowed` where anything about it is not as it must be."""
    try:
        token = _client(provider).authorize_access_token(
            request,
            claims_options={
                "iss": {"essential": True, "values": [provider.issuer, f"{provider.issuer}/"]},
                "aud": {"essential": True, "value": provider.client_id},
            },
            leeway=_CLOCKS_APART,
        )
    except (AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError) as problem:
        raise NotAllowed(_NOT_TAKEN.format(provider.name)) from problem
    except RequestException as problem:
        raise Unavailable(f"{provider.name} could not be reached. Try again in a few minutes.") from problem
    claims: Mapping[str, Any] = token.get("userinfo") or {}
    return _vouched(provider, claims)


_NOT_TAKEN = "{} did not confirm who you are. Begin again from the sign-in page."


def _vouched(provider: Provider, claims: Mapping[str, Any]) -> VouchedFor:
    email = str(claims.get(provider.email_claim) or "").strip().lower()
    if not claims.get("sub") or "@" not in email:
        raise NotAllowed(_NOT_TAKEN.format(provider.name))
    if _domain(email) not in provider.domains:
        raise NotAllowed(f"{provider.name} may not speak for that address here.")
    if not (provider.vouches or claims.get("email_verified") is True):
        raise NotAllowed(f"{provider.name} has not verified your address, so it opens nothing here.")
    return VouchedFor(provider, str(claims["sub"])[:255], email, str(claims.get("name") or "")[:120])


def _client(provider: Provider) -> Any:
    client = OAuth().register(
        name=provider.key,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )
    said = client.load_server_metadata()
    if str(said.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ValueError("the provider calls itself by another name than the file does")
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    client.server_metadata["id_token_signing_alg_values_supported"] = [
        each for each in offered if each in _SIGNED
    ]
    return client
