"""SpaCy is imported without its command line, which is there for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys

TOLD = """
import sys
from pipeline.language import LanguageModel
import spacy

assert "spacy.cli" not in sys.modules and "weasel" not in sys.modules, "its command line is there"
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli

assert callable(spacy.cli.info) and spacy.cli.app is not None
"""


def test_lean_spacy_has_its_command_line_when_it_is_asked_for():
    subprocess.run([sys.executable, "-W", "ignore", "-c", TOLD], check=True)
