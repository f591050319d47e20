"""Documents of this machine, extracted by the workers of a cluster; what they find goes into the cache here."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.run.cache import ExtractionCache, code_version
from pipeline.run.cluster import tasks
from pipeline.run.cluster.spreading import each
from pipeline.run.extracting import Done, Wanted, batches
from pipeline.run.keeper import Care
from pipeline.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["in_cluster"]

BATCH = 20_000
"""Characters of documents that a worker gets at a time: a second of work or two, so that none is left over long."""


def in_cluster(
    wanted: Iterable[Wanted], client: Client, settings: Settings, cache: ExtractionCache, care: Care | None = None
) -> Generator[Done, None, None]:
    """Extract documents on a cluster; in the order in which they are done.

    Where a worker dies its documents go to another one. Those of a batch that was there when one worker after the other
    died are tried again at the end, each by itself, so that the one that does it is known: it is given up.

    Raises:
        SettingsError: a worker has another version of citegraph or of the model.
    """
    job = tasks.Job(settings, cache.model_sha256, code_version(), care or Care())

    def asked(batch: Sequence[Wanted]) -> tuple[object, ...]:
        return job, [one.document for one in batch]

    with closing(each(client, tasks.extract, batches(wanted, BATCH), asked, _alone)) as extracted:
        for batch, outcomes in extracted:
            if outcomes is None:
                yield Done(batch[0].document, lost="the workers that extracted it died, one after the other")
                continue
            for one, outcome in zip(batch, outcomes, strict=True):
                if not outcome.lost:
                    cache.keep(one.key, outcome.body)
                yield Done(one.document, outcome.lost, outcome.details)


def _alone(batch: tuple[Wanted, ...]) -> list[tuple[Wanted, ...]]:
    """Each document of a batch by itself."""
    return [(one,) for one in batch]
