"""Bytes to text: by byte order mark, as UTF-8, as declared, or as a legacy encoding that is beyond reasonable doubt."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from pipeline.errors import DocumentError
from pipeline.read.guard import guard

__all__ = ["decode", "refuse_binary", "refuse_control_characters"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF file"),
)
# Candidates for what is neither UTF-8 nor in a Western European encoding.
_LEGACY = [
    "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1254",
    "iso8859_9", "cp1255", "cp1256", "cp1257",
]  # fmt: skip
_MAX_CHAOS = 0.1  # charset-normalizer's measure of mess, 0 to 1
_MIN_COHERENCE = 0.45  # its measure of how well the letters' frequencies fit a language, 0 to 1
_SAMPLE = 200_000  # bytes that it looks at

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.005
_PUNCTUATION = frozenset("“”‘’‚„‹›«»–—…•·€£¢¥©®™°§¶†‡¿¡½¼¾²³¹×±´ªº\u00a0\u00ad")
_BROKEN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of a file, with its byte order mark (U+FEFF) and line ends as they are.

    Order: a byte order mark; the declared encoding; UTF-8; Windows-1252, ISO 8859-15 or Mac Roman if every character
    beyond ASCII then makes sense where it stands; else what charset-normalizer finds, if it is sure of a language.

    Raises:
        DocumentError: no encoding fits, or the bytes are no text.

    >>> decode("café".encode("cp1252"), "menu.txt")
    'café'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name, "as its byte order mark says")
    if declared is not None:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass  # pages often declare what they are not
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    refuse_binary(data, name)
    high = sum(byte >= 0x80 for byte in data)
    well_formed = sum(map(len, _BROKEN_UTF8.findall(data)))
    # characters of two and more bytes that fit UTF-8 hardly come about by chance: such a file is UTF-8 with damage
    text = None if well_formed * 2 > high else _western(data) or _other(data, name)
    if text is None:
        raise DocumentError(
            name,
            f"is not valid UTF-8 (byte 0x{data[at]:02x} at {at}) and fits no other encoding for sure; save it as UTF-8",
        )
    return text


def refuse_binary(data: bytes, name: str) -> None:
    """Refuses what is no text at all, whatever its name says.

    Raises:
        DocumentError: the bytes open like a known binary format, or hold NUL bytes.
    """
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise DocumentError(name, f"is {kind} by its content; give it the ending that fits")
    zeros = data.count(0)
    if zeros and any(data.startswith(mark) for mark, _ in _MARKS):
        return
    if zeros * 3 > len(data):
        raise DocumentError(name, "holds NUL bytes: binary data, or UTF-16 without a byte order mark; save it as UTF-8")
    if zeros:
        raise DocumentError(name, "holds NUL bytes: binary data, not text")


def refuse_control_characters(text: str, name: str) -> None:
    """Refuses decoded text that is binary data all the same.

    Raises:
        DocumentError: it holds U+0000, or more control characters than a text can have.
    """
    count = len(_CONTROL.findall(text))
    if "\0" in text or count > max(2, len(text) * _MAX_CONTROL_SHARE):
        raise DocumentError(name, f"holds {count} control characters: binary data, not text")


def _strict(data: bytes, encoding: str, name: str, why: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"is not {encoding.upper()} {why}: {error.reason} at byte {error.start}; save it as UTF-8"
        ) from error


def _western(data: bytes) -> str | None:
    for encoding in ("cp1252", "iso8859_15", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(not _makes_sense(text, i) for i, char in enumerate(text) if char > "\x7f")
        total = sum(char > "\x7f" for char in text)
        if odd * 50 <= total:
            return text
    return None


def _makes_sense(text: str, index: int) -> bool:
    """Whether the character there is punctuation of a known kind, or a letter in a word of mostly plain letters."""
    char = text[index]
    if char in _PUNCTUATION:
        return True
    if not char.isalpha() or char in "ÿª":
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if char.isupper():
        capitals = before.isupper() and not after.islower()
        return capitals or (after.isalpha() and not before.isalpha())
    return _plain(before) or _plain(after)


def _plain(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _other(data: bytes, name: str) -> str | None:
    with guard(name, "text"):
        best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_LEGACY, threshold=_MAX_CHAOS).best()
        if best is None or best.chaos > _MAX_CHAOS or best.coherence < _MIN_COHERENCE:
            return None
        encoding = best.encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
