"""A made-up document of four sentences: its annotation, and what may have been extracted from it."""

from pipeline.records import (
    Claim,
    Document,
    EntityLabel,
    Event,
    EventType,
    Evidence,
    Extraction,
    Mention,
    MentionForm,
    Relation,
    Sentence,
    Span,
    Trigger,
)

TEXT = (
    "Mayor Ada Brandt leads Harborview. "
    "Police in Oldport arrested two students on Monday. "
    "Brandt said that the arrests were a mistake. "
    "Officers denied beating anyone."
)


def span(words, after=0):
    begin = TEXT.index(words, after)
    return Span(begin=begin, end=begin + len(words))


SENTENCES = [
    span(words)
    for words in (
        "Mayor Ada Brandt leads Harborview.",
        "Police in Oldport arrested two students on Monday.",
        "Brandt said that the arrests were a mistake.",
        "Officers denied beating anyone.",
    )
]

GOLD = [
    {
        "ents": [["Ada Brandt", "PERSON", "Ada Brandt"], ["Harborview", "CITY", "Harborview"]],
        "rels": [["Ada Brandt", "leads", "Harborview"], ["Ada Brandt", "position", "Mayor"]],
    },
    {
        "ents": [["Oldport", "CITY", "Oldport"], ["Monday", "DATE", "Monday"], ["no such name", "ORG", "x"]],
        "events": [
            {
                "t": "arrested",
                "type": "Arrest",
                "actor": ["Police"],
                "target": ["two students"],
                "place": ["Oldport"],
                "time": ["Monday"],
            }
        ],
    },
    {
        "ents": [["Brandt", "PERSON", "Ada Brandt"]],
        "events": [{"t": "arrests", "type": "Arrest"}, {"t": "mistake", "type": "Trial"}],
        "claims": [{"source": "Brandt", "who": "Ada Brandt", "cue": "said", "content": "the arrests were a mistake"}],
    },
    {"claims": [{"source": "Officers", "who": "Officers", "cue": "denied", "content": "beating anyone"}]},
]


def place(found):
    sentence = next(i for i, s in enumerate(SENTENCES) if s.contains(found))
    return {"sentence": sentence, "span": found}


def name(words, label, form=MentionForm.NAME, after=0):
    return Mention(
        **place(span(words, after)), surface=words, normal=words, label=EntityLabel(label), form=form, confidence=1.0
    )


def evidence(found):
    return (Evidence(**place(found), method="test", confidence=1.0),)


def event(kind, words, **roles):
    found = span(words)
    trigger = Trigger(**place(found), surface=words, confidence=1.0)
    return Event(type=EventType(kind), triggers=(trigger,), evidence=evidence(found), **roles)


def claim(words, **fields):
    return Claim(content=span(words), text=words, evidence=evidence(span(words)), **fields)


def relation(subject, predicate, other):
    return Relation(subject=subject, predicate=predicate, object=other, evidence=evidence(SENTENCES[0]))


def extraction(mentions=(), chains=(), relations=(), events=(), claims=(), file="in/harbor.txt"):
    return Extraction(
        document=Document(
            source_file=file, media_type="text/plain", text=TEXT, paragraphs=(Span(begin=0, end=len(TEXT)),)
        ),
        sentences=tuple(Sentence(span=s, text=TEXT[s.begin : s.end]) for s in SENTENCES),
        mentions=tuple(mentions),
        chains=tuple(chains),
        relations=tuple(relations),
        events=tuple(events),
        claims=tuple(claims),
    )
