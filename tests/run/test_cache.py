"""The cache gives back what was put in, and nothing that is damaged."""

import pytest

from pipeline.records import Document, Extraction, Sentence, Span
from pipeline.run.cache import ExtractionCache, code_version

TEXT = "Police detained 46 people in Hrodna."


def extraction_of(text: str, **metadata: str) -> Extraction:
    span = Span(begin=0, end=len(text))
    document = Document(source_file="a.txt", media_type="text/plain", text=text, paragraphs=(span,), **metadata)
    return Extraction(document=document, sentences=(Sentence(span=span, text=text),))


@pytest.fixture
def cache(tmp_path):
    return ExtractionCache(tmp_path / "cache", "0" * 64)


def test_cache_returns_what_was_put(cache):
    extraction = extraction_of(TEXT)
    key = cache.key(extraction.document)
    assert cache.get(key) is None
    cache.put(key, extraction)
    assert cache.get(key) == extraction


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b.replace(b"Hrodna", b"Grodno"), lambda b: b"", lambda b: b"\0" * 9]
)
def test_cache_ignores_damaged_entries(cache, tmp_path, damage):
    extraction = extraction_of(TEXT)
    key = cache.key(extraction.document)
    cache.put(key, extraction)
    (entry,) = (tmp_path / "cache").glob("*/*.json")
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.get(key) is None


def test_cache_key_depends_on_text_metadata_and_model(cache, tmp_path):
    keys = {
        cache.key(extraction_of(TEXT).document),
        cache.key(extraction_of(TEXT + " ").document),
        cache.key(extraction_of(TEXT, title="Detentions in Hrodna").document),
        ExtractionCache(tmp_path, "1" * 64).key(extraction_of(TEXT).document),
    }
    assert len(keys) == 4


def test_cache_prune_keeps_what_is_named_and_drops_half_entries(cache, tmp_path):
    keys = []
    for text in ("One.", "Two."):
        extraction = extraction_of(text)
        keys.append(cache.key(extraction.document))
        cache.put(keys[-1], extraction)
    half = tmp_path / "cache" / "00" / "half.1.part"
    half.parent.mkdir(exist_ok=True)
    half.write_text("…")
    assert cache.prune({keys[0]}) == 2
    assert cache.get(keys[0]) is not None
    assert cache.get(keys[1]) is None
    assert not half.exists()


def test_cache_code_version_is_a_hash():
    assert len(code_version()) == 64
    assert code_version() == code_version()
