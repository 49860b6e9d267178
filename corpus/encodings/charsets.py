"""Each 8-bit encoding as a function: characters of cp1252 in, Vietnamese out, None for none."""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

import regex

from ...patterns.charsets import tcvn3_letters, vni_letters

# The five bytes that cp1252 leaves free are control characters of Latin-1 wherever it is used.
_FREE = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_CHARACTERS = "".join(_FREE.get(byte) or bytes([byte]).decode("cp1252") for byte in range(256))
_BYTES = {ord(character): byte for byte, character in enumerate(_CHARACTERS)}

# A word of capitals, its marked letters small because TCVN3 has no others: "TỉNH", "KếT".
_CAPITALS = regex.compile(r"\b(?=\p{L}*\p{Lu}\p{L}*\p{Lu})(?:\p{Lu}|[^\P{Ll}a-z])+\b")


def shown(data: bytes) -> str:
    """Return bytes as characters of cp1252, each byte one character."""
    return data.decode("latin-1").translate(_LATIN)


def unshown(text: str) -> bytes | None:
    """Return the bytes that `shown` gives as this text, None where there are none."""
    try:
        return text.translate(_BACK).encode("latin-1")
    except UnicodeEncodeError:
        return None


def from_tcvn3(text: str) -> str:
    """Return TCVN3 as Vietnamese; words of capitals get their marked letters back as capitals."""
    return _CAPITALS.sub(lambda word: word[0].upper(), text.translate(_tcvn3()))


def from_vni(text: str) -> str:
    """Return VNI as Vietnamese."""
    pattern, letters = _vni()
    return pattern.sub(lambda code: letters[code[0]], text)


def from_cp1258(text: str) -> str | None:
    """Return cp1258, whose tones are combining marks, as Vietnamese in NFC."""
    data = unshown(text)
    try:
        return None if data is None else unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


CHARSETS: Mapping[str, Callable[[str], str | None]] = {
    "cp1258": from_cp1258,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
}

_LATIN = {byte: character for byte, character in enumerate(_CHARACTERS) if byte != ord(character)}
_BACK = {ord(character): byte for byte, character in _LATIN.items()}


@cache
def _tcvn3() -> dict[int, str]:
    return {ord(code): letter for code, letter in tcvn3_letters().items()}


@cache
def _vni() -> tuple[regex.Pattern[str], dict[str, str]]:
    letters = vni_letters()
    codes = sorted(letters, key=len, reverse=True)
    return regex.compile("|".join(codes)), letters
