"""Bytes to text: by byte order mark, as UTF-8, as declared, or in a legacy encoding where that is beyond doubt."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

import charset_normalizer

from pipeline.errors import DocumentError
from pipeline.read.article import Note
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
# Tried in this order on what is not UTF-8: each has to make sense of every character.
_LATIN = ("cp1252", "iso8859_15", "cp1254", "cp1250", "iso8859_2", "mac_roman")
# Then charset-normalizer chooses among these.
_OTHER = ["cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255", "cp1256"]
_MAX_CHAOS = 0.1  # charset-normalizer's measure of mess, 0 to 1
_MIN_COHERENCE = 0.45  # its measure of how well the letters' frequencies fit a language, 0 to 1
_SAMPLE = 200_000  # bytes that it looks at
_MAX_JUDGED = 5_000  # characters beyond ASCII that are looked at one by one

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.005
_PUNCTUATION = frozenset("“”‘’‚„‹›«»–—…•·©°†‡¿¡´\u00a0\u00ad")
_SIGNS = frozenset("€£¢¥§¶®™½¼¾²³¹×±ªº")  # stand before a figure or at the end of a word
_ICELANDIC = frozenset("ðþÐÞÝ")
_ACCENTED = frozenset("áéíóúæÁÉÍÓÚÆ")
_IC = re.compile(r"[^\W\d_]iæ(?![^\W\d_])")
# What “, é and the like become if a program takes UTF-8 for Windows-1252 and saves it as UTF-8 once more.
_ENCODED_TWICE = re.compile("\u00e2\u20ac.|\u00c3[\u00a0-\u00bf]")
_TWICE = Note("seems to be encoded twice (“é” reads “Ã©”); if names look wrong, save it anew from its source as UTF-8")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of a file, byte order mark (U+FEFF) and line ends as they are, and a note if its encoding is a guess.

    Order: a byte order mark; the declared encoding; UTF-8; Windows-1252 or another encoding of the Latin alphabet, if
    every character beyond ASCII makes sense in it; else what charset-normalizer finds, if it is sure of a language.

    Raises:
        DocumentError: no encoding fits, or the bytes are no text.

    >>> decode("café".encode(), "menu.txt")
    ('café', ())
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name), ()
    if declared is not None:
        try:
            return data.decode(declared), ()
        except (UnicodeDecodeError, LookupError):
            pass  # pages often declare what they are not
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return text, (_TWICE,) if len(_ENCODED_TWICE.findall(text)) > 2 else ()
    refuse_binary(data, name)
    high = sum(byte >= 0x80 for byte in data)
    well_formed = sum(map(len, _MULTIBYTE.findall(data)))
    # characters of two and more bytes that fit UTF-8 hardly come about by chance: such a file is UTF-8 with damage
    guess = None if well_formed * 2 > high else _latin(data) or _other(data, name)
    if guess is None:
        wrong = f"byte 0x{data[at]:02x} at {at}"
        raise DocumentError(name, f"is not valid UTF-8 ({wrong}) and fits no other encoding for sure; save it as UTF-8")
    text, encoding = guess
    read_as = f"it was read as {encoding}, which its characters fit"
    return text, (Note(f"is not UTF-8; {read_as}; if names look wrong, save it as UTF-8"),)


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


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        marked = f"is marked as {encoding.upper()} by its first bytes and is not ({error.reason} at byte {error.start})"
        raise DocumentError(name, f"{marked}; save it as UTF-8") from error


def _latin(data: bytes) -> tuple[str, str] | None:
    """The text in the first encoding of the Latin alphabet in which nearly all of it makes sense, and which that is."""
    for encoding in _LATIN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = list(islice((i for i, char in enumerate(text) if char > "\x7f"), _MAX_JUDGED))
        odd = sum(not _makes_sense(text, i) for i in beyond)
        letters = {text[i] for i in beyond}
        if letters & _ICELANDIC and not letters & _ACCENTED:
            continue  # ð and þ without any other accented vowel are rather the ğ and ş of Turkish
        if _IC.search(text):
            continue  # no word ends so: Markoviæ is Marković
        if odd * 50 <= len(beyond):
            return text, encoding
    return None


def _makes_sense(text: str, index: int) -> bool:
    """Whether the character there is punctuation of a known kind, or a letter in a word of mostly plain letters."""
    char = text[index]
    around = text[max(0, index - 2) : index].rjust(2), text[index + 1 : index + 3].ljust(2)
    before, after = around[0][1], around[1][0]
    if char in _PUNCTUATION:
        return True
    if char in _SIGNS:
        return not after.isalpha()
    if not unicodedata.name(char, "").startswith("LATIN ") or char == "ÿ":
        return False
    if char.isupper():
        if after.islower():
            return not before.isalpha()
        return not before.islower() and (_plain(before) or _plain(after))
    return (
        _plain(before)
        or _plain(after)
        or (before.isalpha() and _plain(around[0][0]))
        or (after.isalpha() and _plain(around[1][1]))
    )


def _plain(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _other(data: bytes, name: str) -> tuple[str, str] | None:
    with guard(name, "text"):
        best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_OTHER, threshold=_MAX_CHAOS).best()
        if best is None or best.chaos > _MAX_CHAOS or best.coherence < _MIN_COHERENCE:
            return None
        encoding = best.encoding
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None
