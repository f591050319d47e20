"""A small corpus of articles made by hand, whose records are built from words of their text, and its mapper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from handmade import Article, ByName

from pipeline.graph.mapping import Mapper, Run
from pipeline.graph.result import Value
from pipeline.graph.store import Store
from pipeline.records import (
    ClaimComparison,
    Extraction,
    Judgement,
    Occasion,
    OriginCluster,
    Repeat,
    Side,
)

__all__ = [
    "BASE",
    "ITEM",
    "RUN",
    "WHEN",
    "Article",
    "ByName",
    "corpus",
    "graph_of",
    "judged",
    "linked",
    "mapper",
    "repeats",
    "rows",
    "sample_store",
    "side",
]

BASE = "https://example.org/kg/"
ITEM = "http://www.wikidata.org/entity/Q"
RUN = Run(
    version="0.1.0",
    model_sha256="a" * 64,
    config_sha256="b" * 64,
    model_name="hand",
    started=dt.datetime(2024, 5, 20, 9, 0, tzinfo=dt.UTC),
    ended=dt.datetime(2024, 5, 20, 9, 1, 30, tzinfo=dt.UTC),
)
WHEN = dt.datetime(2024, 5, 21, 8, 15, tzinfo=dt.UTC)


def judged(resolution: ByName) -> ByName:
    """The same resolution, with Solberg's old id and what was judged of her."""
    pairs = [("person/solberg", "same", 0.9, "the only Solberg"), ("person/jonas-lind", "unsure", 0.5, "why not")]
    person = {"verdict": "different", "score": 0.0, "because": "he is a man", "by": "Ada Lund", "when": WHEN}
    resolution.judgements = (
        *(Judgement(left=a, right="person/mira-solberg", verdict=v, score=s, because=b) for a, v, s, b in pairs),
        Judgement(left="person/jonas-lind", right="person/mira-solberg", **person),
        Judgement(left="person/nobody", right="person/mira-solberg", verdict="same", score=0.9, because="gone"),
    )
    resolution.entities = tuple(
        e.model_copy(update={"replaces": ("person/solberg",)}) if e.id == "person/mira-solberg" else e
        for e in resolution.entities
    )
    return resolution


def linked(resolution: ByName) -> ByName:
    """The same resolution, with an item of another data set that Solberg is, and one that she is not."""
    said = {"left": "person/mira-solberg", "by": "Ada Lund", "when": WHEN}
    resolution.judgements = (
        *resolution.judgements,
        Judgement(**said, right=f"{ITEM}1", verdict="same", score=1.0, because="the mayor", item="Mira Solberg, mayor"),
        Judgement(
            left="person/mira-solberg",
            right=f"{ITEM}2",
            verdict="unsure",
            score=0.4,
            because="the only one of the name",
            item="Mira Solberg, footballer",
        ),
    )
    resolution.entities = tuple(
        e.model_copy(update={"same_as": (f"{ITEM}1",)}) if e.id == "person/mira-solberg" else e
        for e in resolution.entities
    )
    return resolution


def mapper(
    extractions: Sequence[Extraction],
    comparisons: Sequence[ClaimComparison] = (),
    run: Run = RUN,
    origins: Sequence[OriginCluster] = (),
    occasions: Sequence[Occasion] = (),
) -> Mapper:
    """A mapper of these extractions."""
    return Mapper(BASE, ByName(*extractions), run, comparisons, origins, occasions)


def graph_of(*extractions: Extraction, **more: Any) -> Store:
    """The graph of some articles."""
    return Store.in_memory(mapper(extractions, **more).triples(extractions))


def sample_store() -> Store:
    """The graph of the whole corpus."""
    extractions, comparisons = corpus()
    return Store.in_memory(mapper(extractions, comparisons).triples(extractions))


def rows(store: Store, query: str) -> Sequence[tuple[Value, ...]]:
    """The rows of an answer."""
    return store.query(query).rows


def repeats(extractions: Sequence[Extraction]) -> list[OriginCluster]:
    """The first article as a reprint of the second, and a cluster of each other kind."""
    post, wire = (e.document.id for e in extractions[:2])
    both = (Repeat(document=wire, sentences=(0,)), Repeat(document=post, sentences=(1, 2)))
    return [
        OriginCluster(kind="OneOrigin", repeats=both, origin_known=True, credit="The Wire", because="one text"),
        OriginCluster(kind="Editions", repeats=both, because="two printings"),
        OriginCluster(kind="SharedPassage", repeats=both, origin_known=True, because="one passage"),
        OriginCluster(kind="IndependentReports", repeats=both, because="one speech"),
    ]


def side(extraction: Extraction, index: int, speaker: str = "") -> Side:
    """A claim as one side of a comparison."""
    claim = extraction.claims[index]
    return Side(
        document=extraction.document.id,
        sentence=claim.evidence[0].sentence,
        span=claim.content,
        claim=index,
        speaker=f"org/{speaker.lower().replace(' ', '-')}" if speaker.endswith("Union") else None,
        speaker_text=speaker,
    )


def corpus() -> tuple[list[Extraction], list[ClaimComparison]]:
    """Three articles of two outlets and a blog on one strike, and what came of comparing their figures."""
    post = Article(
        "post/walkout.txt",
        "Mira Solberg, mayor of Tromsvik, met Jonas Lind on Monday.",
        "Police arrested 40 dockers in Tromsvik on 13 May 2024.",
        "Lind said that police arrested at least 60 dockers.",
        "She denied that she opposes the Dockers Union.",
        "Lind may be a member of Open Harbour, Solberg said.",
        "The Dockers Union is based in Tromsvik.",
        title="Dockers walk out in Tromsvik",
        publisher="Harbour Post",
        author="Ada Lund",
        published=dt.date(2024, 5, 14),
        url="https://post.example/walkout?id=1",
    )
    solberg = post.name(0, "Mira Solberg", "PERSON")
    tromsvik = post.name(0, "Tromsvik", "CITY")
    lind = post.name(0, "Jonas Lind", "PERSON")
    post.name(1, "Tromsvik", "CITY")
    post.name(2, "Lind", "PERSON", "Jonas Lind")
    post.name(3, "She", "PERSON", "Mira Solberg", form="Pronoun")
    union = post.name(3, "Dockers Union", "ORG")
    post.name(4, "Lind", "PERSON", "Jonas Lind")
    harbour = post.name(4, "Open Harbour", "ORG")
    post.name(4, "Solberg", "PERSON", "Mira Solberg")
    post.name(5, "Dockers Union", "ORG")
    post.name(5, "Tromsvik", "CITY")
    post.relation(solberg, "headOf", tromsvik, 0, "Mira Solberg, mayor of Tromsvik")
    post.relation(solberg, "jobTitle", "mayor of Tromsvik", 0, "mayor of Tromsvik")
    opposes = post.relation(
        solberg, "opposes", union, 3, "opposes the Dockers Union", polarity="Denied", voice="Attributed"
    )
    member = post.relation(
        lind, "memberOf", harbour, 4, "member of Open Harbour", certainty="Possible", voice="Attributed"
    )
    post.relation(union, "location", tromsvik, 5, "based in Tromsvik")
    post.event(
        "Meeting", 0, "met", actors=[("Mira Solberg", solberg), ("Jonas Lind", lind)], time=("Monday", "2024-05-13")
    )
    arrest = post.event(
        "Arrest",
        1,
        "arrested",
        actors=[("Police", None)],
        targets=[("40 dockers", None)],
        places=[("Tromsvik", tromsvik)],
        time=("13 May 2024", "2024-05-13"),
    )
    arrested = post.event("Arrest", 2, "arrested", actors=[("police", None)], targets=[("at least 60 dockers", None)])
    forty = post.claim(
        1,
        "Police arrested 40 dockers in Tromsvik on 13 May 2024",
        None,
        "",
        "",
        voice="Narrator",
        figure=("40 dockers", 40, 40, "dockers"),
        count_of=arrest,
        about_events=(arrest,),
    )
    sixty = post.claim(
        2,
        "police arrested at least 60 dockers",
        lind,
        "Lind",
        "said",
        figure=("at least 60 dockers", 60, None, "dockers"),
        count_of=arrested,
        about_events=(arrested,),
    )
    post.claim(
        3,
        "she opposes the Dockers Union",
        solberg,
        "She",
        "denied",
        polarity="Denied",
        about=(union,),
        states=(opposes,),
    )
    post.claim(
        4,
        "Lind may be a member of Open Harbour",
        solberg,
        "Solberg",
        "said",
        certainty="Possible",
        about=(lind, harbour),
        states=(member,),
    )

    wire = Article(
        "wire/arrests.txt",
        "The Dockers Union said that police arrested at least 60 dockers in Tromsvik on 13 May 2024.",
        "Solberg supports Open Harbour.",
        "Jonas Lind, head of the Dockers Union, will meet Mira Solberg in 2025.",
        "Tromsvik lies in Nordmark.",
        publisher="Northern Wire",
        published=dt.date(2024, 5, 15),
    )
    wire_union = wire.name(0, "Dockers Union", "ORG")
    wire_tromsvik = wire.name(0, "Tromsvik", "CITY")
    wire_solberg = wire.name(1, "Solberg", "PERSON", "Mira Solberg")
    wire_harbour = wire.name(1, "Open Harbour", "ORG")
    wire_lind = wire.name(2, "Jonas Lind", "PERSON")
    wire.name(2, "Dockers Union", "ORG")
    wire.name(2, "Mira Solberg", "PERSON")
    wire.name(3, "Tromsvik", "CITY")
    nordmark = wire.name(3, "Nordmark", "COUNTRY")
    wire.relation(wire_solberg, "supports", wire_harbour, 1, "Solberg supports Open Harbour")
    wire.relation(wire_lind, "headOf", wire_union, 2, "Jonas Lind, head of the Dockers Union")
    wire.relation(wire_tromsvik, "containedInPlace", nordmark, 3, "Tromsvik lies in Nordmark")
    wire_arrest = wire.event(
        "Arrest",
        0,
        "arrested",
        actors=[("police", None)],
        targets=[("at least 60 dockers", None)],
        places=[("Tromsvik", wire_tromsvik)],
        time=("13 May 2024", "2024-05-13"),
    )
    wire.event(
        "Meeting",
        2,
        "meet",
        actors=[("Jonas Lind", wire_lind)],
        targets=[("Mira Solberg", wire_solberg)],
        time=("2025", "2025"),
        modality="Planned",
    )
    wire_sixty = wire.claim(
        0,
        "police arrested at least 60 dockers in Tromsvik on 13 May 2024",
        wire_union,
        "The Dockers Union",
        "said",
        figure=("at least 60 dockers", 60, None, "dockers"),
        count_of=wire_arrest,
        about_events=(wire_arrest,),
    )

    blog = Article(
        "blog/opinion.txt",
        "Open Harbour sacked Jonas Lind.",
        "According to neighbours, masked men beat Lind.",
    )
    blog_harbour = blog.name(0, "Open Harbour", "ORG")
    blog_lind = blog.name(0, "Jonas Lind", "PERSON")
    blog.name(1, "Lind", "PERSON", "Jonas Lind")
    blog.relation(blog_lind, "worksFor", blog_harbour, 0, "Open Harbour sacked Jonas Lind", polarity="Denied")
    blog.event("Departure", 0, "sacked", actors=[("Open Harbour", blog_harbour)], targets=[("Jonas Lind", blog_lind)])
    beaten = blog.event("Attack", 1, "beat", actors=[("masked men", None)], targets=[("Lind", blog_lind)])
    blog.claim(
        1, "masked men beat Lind", None, "neighbours", "According to", about=(blog_lind,), about_events=(beaten,)
    )

    extractions = [post.extraction(), wire.extraction(), blog.extraction()]
    comparisons = [
        ClaimComparison(
            sides=(side(extractions[0], forty), side(extractions[1], wire_sixty, "Dockers Union")),
            verdict="Conflict",
            because="Harbour Post: 40; Dockers Union: at least 60",
            about=("event/arrest-2024-05-13",),
        ),
        ClaimComparison(
            sides=(side(extractions[0], sixty, "Jonas Lind"), side(extractions[1], wire_sixty, "Dockers Union")),
            verdict="Agreement",
            because="Jonas Lind: at least 60; Dockers Union: at least 60",
        ),
    ]
    return extractions, comparisons
