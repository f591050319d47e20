"""From bytes to text, for real encodings and for damage."""

from __future__ import annotations

import codecs
import random

import charset_normalizer
import pytest

from pipeline.errors import DocumentError
from pipeline.read.encoding import decode, refuse_binary, refuse_control_characters

ENGLISH = "“Nobody was hurt,” said José Peña – the café’s owner – in São Paulo… it cost him €40."
RUSSIAN = "Полиция задержала в воскресенье более сорока человек, сообщила жительница города. Никто не пострадал."
GREEK = "Η αστυνομία συνέλαβε την Κυριακή περισσότερους από σαράντα ανθρώπους στην πλατεία, είπε μια κάτοικος."
POLISH = "Policja zatrzymała w Łodzi ponad czterdzieści osób, powiedziała mieszkanka. Wśród nich są księża."
SERBIAN = "The mayor of Kotor, Vladan Perić, met Ana Kosić and Dragan Kovačević on Sunday."
DANISH = "Mette Sæby said that the ferry to Læsø – “a træskib”, she called it – would sail at æblets hour."
TURKISH = "The mayor, Erdoğan Şimşek, met the dockers of İzmir on Sunday, and nobody in Çeşme was surprised."
ICELANDIC = "The minister, Guðrún Þórsdóttir, flew home to Reykjavík, and Davíð, her brother, stayed."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encoding_unicode_keeps_its_mark_and_line_ends(encoding: str):
    text = f"{ENGLISH}\r\n{RUSSIAN}\n"
    marked = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"") + text.encode(
        encoding
    )
    decoded, notes = decode(marked, "a.txt")
    assert decoded == ("" if encoding == "utf-8" else "\ufeff") + text
    assert not notes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"), (ENGLISH, "mac_roman"), ("The café in Zürich charged £3.", "iso8859_1"),
        ("It cost €40 in the café.", "iso8859_15"), (ICELANDIC, "cp1252"), (TURKISH, "cp1254"), (POLISH, "cp1250"),
        (SERBIAN, "cp1250"), (DANISH, "cp1252"),
        (POLISH, "iso8859_2"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp1251"), (RUSSIAN, "iso8859_5"), (RUSSIAN, "cp866"),
        (GREEK, "iso8859_7"), (GREEK, "cp1253"),
    ],
)  # fmt: skip
def test_encoding_legacy_is_recognised_and_said(text: str, encoding: str):
    decoded, notes = decode(text.encode(encoding), "a.txt")
    assert decoded == text
    assert "is not UTF-8" in notes[0].message


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"Police held \xff\xfe people in \xc3\x28 Oslo.\n", id="stray bytes"),
        pytest.param("“One” – “two” – “three”".encode() + b"\xff", id="damaged UTF-8"),
        pytest.param("“One” – “tw".encode()[:-4] + b".", id="cut UTF-8"),
        pytest.param(b"valid, then \x80\x81\x82 not", id="run of high bytes"),
        pytest.param(random.Random(7).randbytes(600).replace(b"\0", b"\1"), id="noise"),
        pytest.param(
            f"He held up “{RUSSIAN[:9]}” and left the town hall of Oslo.".encode("cp1251"), id="a few letters"
        ),
    ],
)
def test_encoding_that_cannot_be_told_is_refused(data: bytes):
    with pytest.raises(DocumentError, match=r"a\.txt: is not valid UTF-8 \(byte 0x.. at \d+\).*save it as UTF-8"):
        decode(data, "a.txt")


def test_encoding_marked_wrongly_is_refused():
    with pytest.raises(DocumentError, match="marked as UTF-16-LE by its first bytes and is not"):
        decode(codecs.BOM_UTF16_LE + b"abc", "a.txt")


def test_encoding_declared_is_believed_if_it_fits():
    assert decode(RUSSIAN[:9].encode("koi8_r"), "a.html", "koi8-r")[0] == RUSSIAN[:9]
    assert decode(RUSSIAN.encode(), "a.html", "us-ascii")[0] == RUSSIAN
    assert decode(RUSSIAN.encode(), "a.html", "no-such-encoding")[0] == RUSSIAN


def test_encoding_errors_of_the_detector_stop_here(monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("detector")

    monkeypatch.setattr(charset_normalizer, "from_bytes", broken)
    with pytest.raises(DocumentError, match="RuntimeError: detector"):
        decode(RUSSIAN.encode("koi8_r"), "a.txt")


def test_encoding_guess_from_the_sample_must_hold_for_the_rest():
    with pytest.raises(DocumentError, match="is not valid UTF-8"):
        decode((RUSSIAN * 3000).encode("cp1251") + b"\x98", "a.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04...", "is a ZIP or Office file"),
        (b"\x7fELF\x02", "is a program"),
        (b"\x00\x01\x02\x03", "holds NUL bytes"),
        ("Text.".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"a long text with one \x00 in it", "holds NUL bytes: binary data, not text"),
    ],
)
def test_encoding_binary_is_refused(data: bytes, said: str):
    with pytest.raises(DocumentError, match=said):
        refuse_binary(data, "a.txt")


def test_encoding_zeros_are_fine_in_marked_utf16():
    refuse_binary("Text.".encode("utf-16"), "a.txt")


def test_encoding_control_characters_are_refused_beyond_a_few():
    refuse_control_characters("a\x1b[1m bold word", "a.txt")
    with pytest.raises(DocumentError, match="5 control characters"):
        refuse_control_characters("a\x01\x02\x03\x04\x05", "a.txt")
    with pytest.raises(DocumentError, match="1 control characters"):
        refuse_control_characters("a\x00" + "b" * 999, "a.txt")


def test_encoding_says_what_was_encoded_twice():
    twice = ("He said “no” at the café. " * 3).encode().decode("cp1252", "replace").encode()
    text, (note,) = decode(twice, "a.txt")
    assert text == twice.decode()
    assert "encoded twice" in note.message
    assert decode("Ãgypten? “Café” €5 â la carte".encode(), "a.txt")[1] == ()
