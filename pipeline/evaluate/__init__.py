"""Scores extractions against annotated documents, and says where to look next: by label, type, relation, cue, cause."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pipeline.evaluate.alignment import Alignment
from pipeline.evaluate.claims import count_claims
from pipeline.evaluate.events import count_events, told_of
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.mentions import count_clusters, count_mentions
from pipeline.evaluate.relations import count_relations
from pipeline.evaluate.scores import Cubed, Miss, Scores, Tally
from pipeline.reconcile import Resolution
from pipeline.records import Extraction

__all__ = ["LAYERS", "Cubed", "Miss", "Scores", "Tally", "evaluate"]

LAYERS = ("mentions", "clusters", "relations", "events", "arguments", "claims")
"""The layers whose errors can be asked for."""


def evaluate(extractions: Iterable[Extraction], resolution: Resolution, gold_dir: Path) -> Scores:
    """Compare what was extracted with what annotators found.

    Args:
        extractions: Those of at least the annotated documents; a document is recognised by the name of its file. All
            of them are kept in memory.
        resolution: What reconciling the same extractions gave.
        gold_dir: A folder that holds NAME.txt and NAME.jsonl side by side.

    Raises:
        DocumentError: the folder holds no annotation, or a line of it is malformed.
    """
    gold = read_gold(gold_dir)
    kept = list(extractions)
    by_name = {PurePosixPath(e.document.source_file).name: e for e in kept}
    told = told_of(kept, resolution)
    scores = Scores(absent=[name for name in gold if name not in by_name])
    alignments = [Alignment(document, by_name.get(name), resolution) for name, document in gold.items()]
    for alignment in alignments:
        count_mentions(scores, alignment)
    count_clusters(scores, alignments)
    for alignment in alignments:
        count_relations(scores, alignment)
    for alignment in alignments:
        count_events(scores, alignment, told)
    for alignment in alignments:
        count_claims(scores, alignment)
    return scores
