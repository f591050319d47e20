"""Two articles made by hand on one night in Tromsvik, with positions and acts, and what came of comparing them."""

from __future__ import annotations

import datetime as dt

from newsroom import Article

from pipeline.records import ClaimComparison, Extraction, Member, Occasion, PositionKind, Side

ACCUSED = "Solberg accused the Dockers Union of breaking a window."
DENIED = "“We broke nothing,” said Lind for the Dockers Union."


def standpoints() -> tuple[list[Extraction], list[ClaimComparison], list[Occasion]]:
    """The articles, a reversal, an accusation with its reply and one without, and the occasion."""
    early = Article(
        "early.txt",
        "Mira Solberg opposes the toll.",
        "A mob stormed the town hall of Tromsvik on 17 May 2024.",
        ACCUSED,
        "Solberg blamed Open Harbour for the noise.",
        title="Mob at the town hall",
        publisher="Harbour Post",
        published=dt.date(2024, 5, 18),
    )
    mira = early.name(0, "Mira Solberg", "PERSON")
    early.name(2, "Solberg", "PERSON", "Mira Solberg")
    tromsvik = early.name(1, "Tromsvik", "CITY")
    union = early.name(2, "Dockers Union", "ORG")
    harbour = early.name(3, "Open Harbour", "ORG")
    against = early.position("Opposition", 0, "opposes", "the toll", "Mira Solberg", holder=mira, lemmas=("toll",))
    storm = early.event("Attack", 1, "stormed", places=[("Tromsvik", tromsvik)], time=("17 May 2024", "2024-05-17"))
    stormed = early.act(
        1, "stormed", "Active", agents=[("A mob", None)], patients=[("the town hall", None)], event=storm
    )
    accusation = early.position(
        "Accusation", 2, "accused", "breaking a window", "Solberg", holder=mira, target=union,
        target_text="the Dockers Union",
    )  # fmt: skip
    blame = early.position(
        "Accusation", 3, "blamed", "the noise", "Solberg", holder=mira, target=harbour, target_text="Open Harbour"
    )
    late = Article(
        "late.txt",
        "A vigil was held in Tromsvik, and a window was broken.",
        DENIED,
        "“I support the toll,” said Solberg, “and all it pays for.”",
        "According to Lind, officers beat him.",
        "Lind demands an inquiry, promised to pay, answered the accusation and admitted it.",
        title="A vigil in Tromsvik",
        publisher="The Wire",
        published=dt.date(2024, 5, 20),
    )
    late.name(0, "Tromsvik", "CITY")
    lind = late.name(1, "Lind", "PERSON", "Jonas Lind")
    late.name(1, "Dockers Union", "ORG")
    mira_again = late.name(2, "Solberg", "PERSON", "Mira Solberg")
    vigil = late.event("Protest", 0, "vigil")
    broken = late.act(0, "broken", "Passive", patients=[("a window", None)])
    denial = late.claim(1, "We broke nothing", lind, "Lind", "said", quoted_words=3)
    denied = late.position(
        "Denial", 1, "broke nothing", "broke nothing", "Lind", holder=lind, voice="Attributed", claim=denial
    )
    rest = late.span(2, "and all it pays for")
    own = late.claim(2, "I support the toll", mira_again, "Solberg", "said", quoted_words=4, continued=(rest,))
    backs = late.position(
        "Support",
        2,
        "support",
        "the toll",
        "Solberg",
        holder=mira_again,
        voice="Attributed",
        claim=own,
        lemmas=("toll",),
    )
    guards = late.name(3, "officers", "ORG", "Town Guard", form="Nominal")
    said = late.claim(3, "officers beat him", lind, "Lind", "according to")
    beat = late.act(3, "beat", "Active", agents=[("officers", guards)], patients=[("him", lind)], claim=said)
    for kind, cue, text in (
        ("Demand", "demands", "an inquiry"), ("Promise", "promised", "to pay"),
        ("Answer", "answered", "the accusation"), ("Admission", "admitted", "it"),
    ):  # fmt: skip
        late.position(kind, 4, cue, text, "Lind", holder=lind)
    extractions = [early.extraction(), late.extraction()]

    def side(article: int, index: int, speaker: str, name: str) -> Side:
        position = extractions[article].positions[index]
        return Side(
            document=extractions[article].document.id,
            sentence=position.evidence[0].sentence,
            span=position.evidence[0].span,
            speaker=speaker,
            speaker_text=name,
        )

    def member(article: int, index: int) -> Member:
        return Member(document=extractions[article].document.id, index=index)

    solberg = ("person/mira-solberg", "Mira Solberg")
    comparisons = [
        ClaimComparison(
            sides=(side(0, against, *solberg), side(1, backs, *solberg)),
            verdict="Reversal", dimension="Stance", because="Mira Solberg was against it and is for it",
        ),
        ClaimComparison(
            sides=(side(0, accusation, *solberg), side(1, denied, "person/jonas-lind", "Jonas Lind")),
            verdict="Denied", dimension="Reply", because="accused, and denied", about=("org/dockers-union",),
        ),
        ClaimComparison(
            sides=(side(0, blame, *solberg),),
            verdict="NoReply", dimension="Reply", because="accused; no reply found in this corpus",
            about=("org/open-harbour",),
        ),
    ]  # fmt: skip
    night = Occasion(
        place="city/tromsvik",
        day=dt.date(2024, 5, 17),
        name="Tromsvik, 17 May 2024",
        events=(member(0, storm), member(1, vigil)),
        acts=(member(0, stormed), member(1, broken), member(1, beat)),
    )
    assert {p.kind for e in extractions for p in e.positions} == set(PositionKind)
    return extractions, comparisons, [night]
