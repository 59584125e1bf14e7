"""Identifiers with a form of their own: numbers with check digits, postcodes, telephones, addresses of mail and web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import Act, Kind

Spotted = tuple[int, int, Kind, str, Act, str]
"""Start, end, kind, why, what is proposed and the words proposed."""

_NHS = re.compile(r"(?<![\w./-])(\d{3})([ \u00a0-]?)(\d{3})([ \u00a0-]?)(\d{4})(?![\w/-]|\.\d)")
_SAYS_NHS = re.compile(r"\bNHS\b(?!\s+(?:Trust|England|Foundation))[^.]{0,25}$", re.IGNORECASE)
_NI = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]?(?!\w)"
)
_POSTCODE = re.compile(
    r"(?<!\w)([A-PR-UWYZ][A-HK-Y]?)(\d[\dA-HJKPSTUW]?)[ \u00a0]{0,2}(\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w./+-])(?:(?:\+|00)44[\s()-]*(?:0[\s)-]*)?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d)(?!\w)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}(?!\w)")
_WEB = re.compile(
    r"(?:https?://|www\.|file://|mailto:)[^\s<>\"'()\[\]]+|\\\\[\w.-]+\\[^\s<>\"]+", re.IGNORECASE
)
_PEOPLE_SITES = re.compile(
    r"(?:facebook|instagram|linkedin|twitter|x|tiktok|snapchat|justgiving|gofundme)\.com/\w", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:(?:case|crime|occurrence|incident|log|file|hospital|record|LAC|client|person|unique pupil|UPN|MRN|ID)"
    r"\s?(?:no\.?|number|ref(?:erence)?\.?|id)?\s?[:#]?\s?)((?=[A-Z/\d-]*\d{4})"
    r"[A-Z]{0,4}[/-]?\d[\dA-Z/-]{4,14})(?!\w)",
    re.IGNORECASE,
)
_STARTS = ("01", "02", "03", "07", "08")
_PAGES = re.compile(r"(?:file|case)(?:name|law)", re.IGNORECASE)


def spot_numbers(text: str, rules: Rules) -> Iterator[Spotted]:
    """Every identifier of these kinds in one piece of text."""
    if "@" in text:
        for found in _EMAIL.finditer(text):
            yield (*found.span(), Kind.EMAIL, "an e-mail address", Act.REMOVE, "")
    for found in _WEB.finditer(text):
        if _names_somebody(found.group(), rules):
            yield (*found.span(), Kind.ADDRESS, "a web address that seems to name a person", Act.REMOVE, "")
    if not any(each.isdigit() for each in text):
        return
    for found in _NHS.finditer(text):
        if why := _nhs(text, found):
            yield (*found.span(), Kind.NHS_NUMBER, why, Act.REMOVE, "")
    for found in _NI.finditer(text):
        yield (*found.span(), Kind.NI_NUMBER, "the form of a National Insurance number", Act.REMOVE, "")
    for found in _POSTCODE.finditer(text):
        if found[1].upper() in rules.areas and (found.group().isupper() or " " in found.group()):
            yield (*found.span(), Kind.POSTCODE, "a whole postcode is a few houses", Act.REMOVE, "")
    for found in _PHONE.finditer(text):
        if _is_phone(found.group()):
            yield (*found.span(), Kind.PHONE, "a telephone number of this country", Act.REMOVE, "")
    for found in _REFERENCE.finditer(text):
        yield (*found.span(1), Kind.REFERENCE, "a number of a record in a system", Act.REMOVE, "")


def nhs_check(digits: str) -> bool:
    """Whether ten digits are an NHS number by its check digit (modulus 11; NHS Data Dictionary, NHS NUMBER)."""
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = 11 - total % 11
    return check != 10 and int(digits[9]) == (0 if check == 11 else check)


def _nhs(text: str, found: re.Match[str]) -> str:
    digits = found[1] + found[3] + found[5]
    named = bool(_SAYS_NHS.search(text, max(0, found.start() - 40), found.start()))
    if nhs_check(digits) and (found[2] == found[4] or named):
        return "an NHS number: its check digit is right"
    if named:
        return "called an NHS number, though its check digit is wrong"
    return ""


def _is_phone(words: str) -> bool:
    digits = re.sub(r"\D", "", words)
    for prefix in ("0044", "44"):
        if digits.startswith(prefix):
            digits = "0" + digits[len(prefix) :].lstrip("0")
            break
    return len(digits) in (10, 11) and digits.startswith(_STARTS) and len(set(digits)) > 2


def _names_somebody(address: str, rules: Rules) -> bool:
    if _PEOPLE_SITES.search(address) or address.lower().startswith(("mailto:", "file:", "\\\\")):
        return True
    path = re.sub(r"^(?:https?://)?[^/]*", "", address)
    words = {each.capitalize() for each in re.findall(r"[A-Za-z]{3,}", path)}
    return bool(words & rules.first_names)
