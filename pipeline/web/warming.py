"""Makes ready what the page needs of each build as soon as the build is there, before anybody asks: index and views."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.web.api import prepare
from pipeline.web.current import Current
from pipeline.web.index import Indexes

__all__ = ["Warmer"]

LOOKED = 0.5
"""How often, in seconds, somebody looks whether a new build is current."""


class Warmer:
    """Computes, once for each build, what the first request would wait for; one that comes earlier waits for it."""

    def __init__(self, current: Current, indexes: Indexes) -> None:
        self._current = current
        self._indexes = indexes
        self._warm: Path | None = None

    def warm(self) -> None:
        """Make everything of the current build ready, unless it is.

        Raises:
            StoreError: there is no graph, or no room for its index.
        """
        if self._current.path() == self._warm:
            return
        now = self._current.snapshot()
        self._indexes.of(now)
        prepare(now)
        self._warm = now.path

    async def watch(self) -> None:
        """Warm every build that becomes current, until this is cancelled."""
        while True:
            try:
                if self._current.path() != self._warm:
                    await asyncio.to_thread(self.warm)
            except StoreError:
                self._warm = None  # who asks is told
            await asyncio.sleep(LOOKED)
