"""Updates by the SPARQL protocol, one after the other, each in a process that is killed when it takes too long."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import LimitError, QueryError, StoreError
from pipeline.web.current import Current
from pipeline.web.pool import Pool
from pipeline.web.protocol import Operation
from pipeline.web.refusals import without_loads
from pipeline.web.security import require_token

__all__ = ["updated"]


async def updated(request: Request, asked: Operation) -> Response:
    """Change the graph, if the server is writable and the request has its token.

    Raises:
        HTTPException: it is not, or has not; or a build is writing.
        QueryError: the update is malformed or refused, or takes too long.
        StoreError: the graph cannot be written.
    """
    require_token(request)
    if asked.default or asked.named:
        raise QueryError("the graph has no name, and there is none beside it; leave using-graph-uri out")
    update = without_loads(asked.text)
    current: Current = request.app.state.current
    pool: Pool = request.app.state.pool
    async with request.app.state.updating:
        told = await asyncio.to_thread(_run, current.out, update, pool.limits.seconds)
    if "error" not in told:
        return Response(status_code=204)
    if told["error"] == "busy":
        raise HTTPException(503, told["message"], {"Retry-After": "5"})
    if told["error"] == "query":
        raise QueryError(told["message"], told["line"], told["column"])
    raise StoreError(told["message"])


def _run(out: Path, update: str, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "pipeline.run.amend", str(out.absolute())]
    try:
        done = subprocess.run(
            command, input=json.dumps({"update": update}).encode(), stdout=subprocess.PIPE, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"the update was stopped after {seconds:g} s; nothing was changed") from error
    if done.returncode != 0:
        raise StoreError("the update failed; nothing was changed")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
