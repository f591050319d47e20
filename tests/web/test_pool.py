"""Queries in processes that are killed: limits, and what the others notice of them, which is nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from servers import publish
from starlette.exceptions import HTTPException

from pipeline.errors import LimitError, QueryError, StoreError
from pipeline.web.pool import Asked, Limits, NotAcceptableError, Pool, Source
from pipeline.web.process import WorkerProcess

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
BOMBS = {
    "count": f"SELECT (COUNT(*) AS ?x) {{ {CROSS} }}",
    "sort": f"SELECT * {{ {CROSS} }} ORDER BY ?o ?l",
    "distinct": f"SELECT DISTINCT (1 AS ?x) {{ {CROSS} }}",
    "path": f"ASK {{ ?x (!<urn:no>)*/(!<urn:no>)*/(!<urn:no>)* ?y . {CROSS} FILTER(?o = ?x && ?o != ?x) }}",
    "construct": f"CONSTRUCT {{ ?a ?b ?o }} WHERE {{ {CROSS} }}",
    "one expression": f"""SELECT (STRLEN({"REPLACE(" * 5}"a"{f', "a", "{"a" * 90}")' * 5}) AS ?x) {{}}""",
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = "".join(f'<urn:{n}> <urn:p> <urn:{n + 1}> ; <urn:q> "{n}" .\n' for n in range(150))
    return publish(tmp_path_factory.mktemp("pool"), lines) / "store"


def run(build: Path, what: Callable[[Pool], Awaitable[Any]], **limits: Any) -> Any:
    async def go() -> Any:
        pool = Pool(lambda: Source(path=str(build)), Limits(**{"workers": 2, "seconds": 60.0, **limits}))
        await pool.open()
        try:
            return await what(pool)
        finally:
            await pool.close()

    return asyncio.run(go())


async def whole(pool: Pool, query: str, **more: Any) -> bytes:
    answer = await pool.ask(Asked(query, **more))
    try:
        return answer.begun + b"".join([piece async for piece in answer.rest()])
    finally:
        answer.close()


async def value(pool: Pool, query: str) -> str:
    found: str = json.loads(await whole(pool, query))["results"]["bindings"][0]["x"]["value"]
    return found


@pytest.mark.parametrize("bomb", BOMBS)
def test_pool_kills_what_takes_too_long_or_too_much(build: Path, bomb: str):
    async def what(pool: Pool) -> None:
        with pytest.raises(LimitError, match=r"was stopped|more than"):
            await whole(pool, BOMBS[bomb])
        await asyncio.gather(*pool._ending)
        workers = [*pool._idle, *pool._busy]
        assert all(worker.lives for worker in workers)
        pool.limits = replace(pool.limits, seconds=600.0)  # what is asked next may take its time
        assert await value(pool, "SELECT (COUNT(*) AS ?x) { ?s ?p ?o }") == "300"

    run(build, what, seconds=0.7, memory=400 << 20)


def test_pool_a_killed_query_is_not_noticed_by_others(build: Path):
    slow = "SELECT (COUNT(*) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h <urn:7> }"

    async def what(pool: Pool) -> None:
        async def killed() -> None:
            for _ in range(3):
                bomb = asyncio.create_task(whole(pool, BOMBS["count"]))
                await asyncio.sleep(0.15)
                bomb.cancel()  # as when a client leaves
                with pytest.raises(asyncio.CancelledError):
                    await bomb

        _, *found = await asyncio.gather(killed(), *(value(pool, slow) for _ in range(6)))
        assert found == ["90000"] * 6

    run(build, what, workers=2, seconds=600.0, waiting=600.0)


def test_pool_limits_of_memory_are_told_from_those_of_time(build: Path):
    async def what(pool: Pool) -> None:
        with pytest.raises(LimitError, match="400 MiB"):
            await whole(pool, BOMBS["one expression"])

    run(build, what, memory=400 << 20, seconds=600.0)


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                                   "text/tab-separated-values"])  # fmt: skip
def test_pool_limits_rows_of_tables(build: Path, media: str):
    async def what(pool: Pool) -> None:
        assert await whole(pool, "SELECT * { ?s ?p ?o } LIMIT 200", results=media)
        with pytest.raises(LimitError, match="more than 200 rows"):
            await whole(pool, "SELECT * { ?s ?p ?o } LIMIT 201", results=media)
        assert await whole(pool, "ASK { ?s ?p ?o }", results=media)

    run(build, what, rows=200)


def test_pool_limits_triples_of_graphs(build: Path):
    async def what(pool: Pool) -> None:
        assert await whole(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }")
        with pytest.raises(LimitError, match="more than 150 rows"):
            await whole(pool, "CONSTRUCT WHERE { ?s ?p ?o }")

    run(build, what, rows=150)


def test_pool_streams_answers_that_are_large_without_holding_them(build: Path):
    async def what(pool: Pool) -> int:
        answer = await pool.ask(Asked("SELECT * { ?a ?b ?c . ?d ?e ?f }", results="text/csv"))
        assert not answer.complete
        assert len(answer.begun) < 600_000  # what is held, and a piece
        size = len(answer.begun)
        async for piece in answer.rest():
            assert len(piece) < 300_000
            size += len(piece)
        return size

    assert run(build, what) > 1_000_000


def test_pool_says_when_too_many_ask(build: Path):
    async def what(pool: Pool) -> None:
        bombs = [asyncio.create_task(whole(pool, BOMBS["count"])) for _ in range(2)]
        await asyncio.sleep(0.3)
        with pytest.raises(HTTPException) as told:
            await whole(pool, "ASK {}")
        assert told.value.status_code == 503
        assert "Retry-After" in (told.value.headers or {})
        for bomb in bombs:
            bomb.cancel()
        await asyncio.gather(*bombs, return_exceptions=True)
        assert await whole(pool, "ASK {}")

    run(build, what, waiting=0.2)


def test_pool_errors_are_those_of_the_query(build: Path):
    async def what(pool: Pool) -> None:
        with pytest.raises(QueryError, match="line 1, column"):
            await whole(pool, "SELECT * { ?s ?p }")
        with pytest.raises(QueryError, match="urn:nothing"):
            await whole(pool, "SELECT (<urn:nothing>(1) AS ?x) {}")
        with pytest.raises(NotAcceptableError, match="text/csv"):
            await whole(pool, "SELECT * { ?s ?p ?o }", results=None)
        assert not pool._ending  # none of these was worth a worker

    run(build, what)


def test_pool_a_worker_cancelled_while_it_starts_leaves_no_process(build: Path, monkeypatch: pytest.MonkeyPatch):
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def recorded(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **kwargs))
        return started[-1]

    async def cancelled_after(steps: int) -> None:
        task = asyncio.create_task(WorkerProcess.start(Source(path=str(build)), 1 << 30))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    monkeypatch.setattr(subprocess, "Popen", recorded)
    for steps in range(8):
        asyncio.run(cancelled_after(steps))
    assert started
    assert not [process.pid for process in started if process.returncode is None]


def test_pool_no_store_is_a_store_error(tmp_path: Path):
    async def what(pool: Pool) -> None:
        with pytest.raises(StoreError, match="cannot be opened"):
            await whole(pool, "ASK {}")

    run(tmp_path / "nothing", what)


def test_pool_workers_cannot_open_connections_even_if_a_query_slips_through(build: Path):
    hidden = "PREFIX x: <http://127.0.0.1:9999/> SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE x:y { ?s ?p ?o } }"

    async def what(pool: Pool) -> None:
        with pytest.raises(QueryError, match="Too many open files"):
            await whole(pool, hidden)

    run(build, what)
