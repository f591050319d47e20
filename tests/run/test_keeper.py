"""A process that reads and extracts, and that is replaced when it dies or hangs."""

import signal
import time

import poisoned
import pytest
import quick

from pipeline.errors import ModelError
from pipeline.records import Extraction
from pipeline.run.keeper import Care, Keeper
from pipeline.run.lost import LostError
from pipeline.settings import Settings

TEXT = "Mayor Lotte Brandt opened the ferry terminal in Gdansk on 3 May 2021."
QUICK = Care(program=quick.__file__)


def test_keeper_extracts_again_after_what_did_harm_and_ends_with_its_worker(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    keeper = Keeper(Settings(), QUICK)
    try:
        (document,) = keeper.read(tmp_path, 100)
        with pytest.raises(LostError, match="tried 2 times"):
            keeper.extract(document.model_copy(update={"text": poisoned.DIES, "paragraphs": ()}))
        extraction = Extraction.model_validate_json(keeper.extract(document))
        assert extraction.document == document
        process = keeper._process
        keeper._lifeline.close()  # as when the worker is killed
        deadline = time.monotonic() + 300
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() == -signal.SIGIO
    finally:
        keeper.close()


@pytest.mark.model
def test_keeper_tells_a_model_that_cannot_be_loaded(tmp_path):
    keeper = Keeper(Settings(model=str(tmp_path / "none")))
    with pytest.raises(ModelError, match="none"):
        keeper.model()
    keeper.close()
