"""A cluster of Dask distributed: one that runs somewhere, by its address, or one that is started here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["connected"]

WAITING = 60.0
"""Seconds that a cluster is waited for to answer, and to have a worker."""
FAILURES = 3
"""So many workers may die on one task before it is given up; one that dies takes some down that it had not begun."""
BACK = "1h"
"""So long a worker that died here may take to come back before its place is given up."""

_LOCAL = re.compile(r"local:([1-9][0-9]*)")


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the cluster at an address such as tcp://scheduler:8786, or of so many processes here: local:2.

    What was started here is stopped in the end.

    Raises:
        SettingsError: the extra is not installed, the address is none, or nobody answers there.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise SettingsError("--cluster needs Dask: pip install 'citegraph[cluster]'") from error
    local = _LOCAL.fullmatch(address)
    if local is None and not re.match(r"(?:tcp|tls|ws|wss|ucx)://", address):
        raise SettingsError(f"{address!r} is no cluster; name a scheduler (tcp://host:8786), or local:2 to start one")
    with ExitStack() as stack:
        # what a part is told of the corpus may be some megabytes, which is as it should be
        chosen = {
            "scheduler.allowed-failures": FAILURES,
            "deploy.lost-worker-timeout": BACK,  # a busy machine needs more than Dask's 15 seconds
            "admin.large-graph-warning-threshold": "1GB",
        }
        stack.enter_context(dask.config.set({f"distributed.{name}": value for name, value in chosen.items()}))
        try:
            if local is not None:
                cluster = LocalCluster(
                    n_workers=int(local[1]), threads_per_worker=1, processes=True, memory_limit=0, host="127.0.0.1",
                    dashboard_address="127.0.0.1:0", silence_logs="ERROR", preload="pipeline.run.cluster.preload",
                )  # fmt: skip
                client = stack.enter_context(Client(stack.enter_context(cluster)))
            else:
                client = stack.enter_context(Client(address, timeout=WAITING))
            client.wait_for_workers(1, timeout=WAITING)
        except (OSError, TimeoutError, RuntimeError) as error:
            raise SettingsError(f"no cluster with a worker answers at {address}: {error or 'no answer'}") from error
        yield client
