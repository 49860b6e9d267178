"""Vietnamese encodings of before Unicode, and the syllables that tell which one a text is in."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from .loading import read_file
from .schema import Shape

HOME = Path(__file__).parent


class VniLetters(Shape):
    """Letters and the codes that, behind the base, stand for them; one code a letter."""

    base: str = ""
    letters: str
    codes: str


class CharsetFile(Shape):
    """`charsets.toml`: runs of TCVN3 letters by their first byte, and the letters of VNI."""

    tcvn3: dict[Annotated[str, Field(pattern=r"^[0-9A-F]{2}$")], str]
    vni: tuple[VniLetters, ...]


class SyllableFile(Shape):
    """`syllables.toml`: what a syllable begins with, and what follows, without tones."""

    onsets: tuple[str, ...]
    rhymes: str


@cache
def tcvn3_letters() -> dict[str, str]:
    """Return the letter of each TCVN3 byte, as the character that the byte is in cp1252."""
    runs = read_file(HOME / "charsets.toml", CharsetFile).tcvn3
    return {
        chr(int(first, 16) + place): letter
        for first, letters in runs.items()
        for place, letter in enumerate(letters)
    }


@cache
def vni_letters() -> dict[str, str]:
    """Return the letter of each VNI code of one or two characters of cp1252, capitals included."""
    found: dict[str, str] = {}
    for row in read_file(HOME / "charsets.toml", CharsetFile).vni:
        for letter, code in zip(row.letters, row.codes, strict=True):
            if row.base:  # the case is the base's; the mark comes in either
                for mark in (code, code.upper()):
                    found[row.base + mark] = letter
                    found[row.base.upper() + mark] = letter.upper()
            else:
                found[code], found[code.upper()] = letter, letter.upper()
    return found


@cache
def plain_syllables() -> frozenset[str]:
    """Return all syllables without their tones, in small letters."""
    file = read_file(HOME / "syllables.toml", SyllableFile)
    return frozenset(onset + rhyme for onset in file.onsets for rhyme in file.rhymes.split())
