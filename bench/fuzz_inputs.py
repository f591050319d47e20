"""Broken inputs: pieces of our own articles with changes, and strings of odd characters, each made from a seed."""

from __future__ import annotations

import random
from functools import cache

from results import ROOT

__all__ = ["Chance", "character", "mutated", "odd", "text"]

Chance = random.Random
RAW = ROOT / "data" / "raw"
_ODD = (
    "\0", "\t", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\xa0", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff",
    "\u0301", "\u0e33", "\u200d", "\ufe0f", "\U000e0041", "\U0001f468\u200d\U0001f469", "\U0002ffff", "\U00030000",
    "\U0010ffff", "\ufdd0", "ﷺ", "İ", "ß", "ŉ", "---\n", "...\n", "```\n", "<!--", "-->", "|", "\\", '"', "'", "“", "”",
    "{", "}", "<", ">", "&", "%", "#", "''", '"""', "\\u", "\\ud800", "?x", "}} UNION {{", "\n\n\n", " " * 70,
    "a" * 500, "e\u0301" * 40, ": ", "- ", "[[", "* ",
)  # fmt: skip


@cache
def samples() -> tuple[str, ...]:
    """Pieces of our own articles, some of every kind."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(RAW.iterdir()) if path.is_file()]
    return tuple(text[at : at + 600] for text in texts for at in range(0, len(text), 600))


def character(chance: Chance) -> str:
    """A character of any plane, but for halves of surrogate pairs."""
    point = chance.randrange(chance.choice((0x80, 0x3000, 0x10000, 0x110000)))
    return chr(point) if not 0xD800 <= point < 0xE000 else "\ufffd"


def text(chance: Chance, most: int = 600) -> str:
    """A piece of an article with some changes, or a string of odd characters."""
    if chance.random() < 0.2:
        odd = (chance.choice(_ODD) if chance.random() < 0.5 else character(chance) for _ in range(chance.randrange(40)))
        return "".join(odd)
    found = chance.choice(samples())[:most]
    for _ in range(chance.randrange(6)):
        at, end = sorted(chance.randrange(len(found) + 1) for _ in range(2))
        end = min(end, at + 40)
        match chance.randrange(4):
            case 0:
                found = found[:at] + chance.choice(_ODD) + found[at:]
            case 1:
                found = found[:at] + found[end:]
            case 2:
                found = found[:end] + found[at:end] * chance.randrange(1, 4) + found[end:]
            case _:
                found = found[:at] + character(chance) + found[end:]
    return found


_PIECES = (b"\xff", b"\0", b"99999999", b"-1", b"<<", b">>", b"[", b"<b>", b"&#", b"0 R")


def mutated(chance: Chance, data: bytes, most: int = 7) -> bytes:
    """Bytes with some changes, at least one."""
    found = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(5):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1 if at < len(found):
                found[at] = chance.randrange(256)
            case 2:
                del found[at : at + chance.choice((1, 2, 8, 100))]
            case 3:
                found[at:at] = found[at : at + chance.randrange(60)] * chance.randrange(1, 4)
            case _:
                found[at:at] = chance.choice(_PIECES)
    return bytes(found)


def odd(chance: Chance) -> str:
    """One of the strings that programs stumble on."""
    return chance.choice(_ODD)
