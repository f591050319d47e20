"""Who says what, and how surely: attributed claims, and the figures that the article gives in its own voice.

Candidates come from constructions of the parse (`reported`, `phrases`) and from quotation marks (`speech`); a linear
scorer (`scorer`, weights in `weights.json`) judges them. Where the language model has heads of its own for attribution
(`heads`), they add candidates and a judgement, and both judgements are put together (`blend`). What is accepted becomes
a `Claim` for each claimant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract import syntax
from pipeline.extract.claims import claimants, phrases, reported, speech, stance, surface, viewpoints
from pipeline.extract.claims.candidate import UNMISTAKABLE, Candidate
from pipeline.extract.claims.continued import with_rest
from pipeline.extract.claims.figures import Counts
from pipeline.extract.claims.heads import FRAME, Heads
from pipeline.extract.claims.lexicon import verb
from pipeline.extract.claims.linking import Topics, attribute
from pipeline.extract.claims.quoted_words import with_quoted_words
from pipeline.extract.claims.scorer import Judge, groups
from pipeline.extract.parse import Token
from pipeline.extract.persons import is_person_noun
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import children
from pipeline.records import Claim, Event, Evidence, Polarity, Relation, Span, Voice

__all__ = ["candidates", "choose", "extract"]

_UNNAMED = re.compile(
    r"(?:not to be|that (?:s?he|they) not be|to (?:remain|stay)) (?:named|identified|quoted|anonymous)\b"
)
"""How a source asks the reporter to leave the name out: nothing that is claimed of the world."""

_SURE = 0.6
"""How probable a claim is at least that its construction tells, "Police: 12 dead": too few were learnt from."""


def extract(
    scene: Scene, events: Sequence[Event], relations: Sequence[Relation]
) -> tuple[tuple[Claim, ...], tuple[Relation, ...]]:
    """The claims of a document in text order, and its relations, with those that only a claimant states marked so.

    "The ministry said that police had arrested 46 people" gives one claim: claimant the ministry, cue "said", content
    "police had arrested 46 people", about the arrest, with the figure 46 to count its targets. A figure about an event
    outside all attributed content becomes a claim of voice Narrator.
    """
    heads = Heads.of(scene)
    marked = scene.quotations
    judge = Judge(scene, marked, heads)
    options = candidates(scene)
    if heads is not None:
        options += heads.candidates(options)
    options = [c for c in options if not _UNNAMED.match(scene.document.quote(c.content)) and not _idle(c)]
    topics = Topics(scene, events)
    counts = Counts(scene, events, topics)
    found: list[Claim] = []
    best = judge.best(options, judge.threshold, lambda c: _tells(c, topics))
    judged = ((c, max(p, _SURE) if _tells(c, topics) else p) for c, p in best)
    for candidate, probability in choose(judged, judge.threshold):
        found += _claims(scene, topics, counts, candidate, probability)
    found = with_rest(scene, found, speech.by_sentence(scene, marked), topics, counts)
    found += list(counts.narrated(found, [c for c in options if judge.may_attribute(c)]))
    found.sort(key=lambda c: (c.content.begin, c.content.end, c.cue, c.claimant_text))
    return attribute(scene, with_quoted_words(scene.document, found, marked), relations)


def _tells(candidate: Candidate, topics: Topics) -> bool:
    """Whether a construction attributes its content for sure, such as a view of something that happened.

    "Critical of the attack", "proud of the strike", "rumours of a coup".
    """
    if UNMISTAKABLE in candidate.traits:
        return True
    rumoured = candidate.cue is not None and candidate.cue.lemma in phrases.HEARSAY - {"story"}
    view = candidate.frame.startswith("adj:prep") or (candidate.frame.startswith("noun:prep") and rumoured)
    return view and bool(topics.events(candidate.sentence, candidate.content))


def _idle(candidate: Candidate) -> bool:
    """Whether a word attributes nothing, or nothing that another does not.

    "It is known that" vouches for it; "refused to say whether" denies it by the verb below, "say".
    """
    word = candidate.word
    if word is None:
        return False
    if any(t.lower_ == "contrary" for t in word.doc[max(0, word.i - 2) : word.i]):
        return True  # "contrary to reports, he leads it": that is what they do not say
    if word.lemma_.lower() == "know" and not candidate.speakers and children(word, "aux:pass"):
        return True
    if candidate.cue is not None and candidate.cue.kind == "refuse":
        return any(verb(c) is not None and children(c, "ccomp") for c in children(word, "xcomp"))
    return _sought(candidate) or _scoffs(candidate) or _heard_out(candidate)


def _heard_out(candidate: Candidate) -> bool:
    """Whether it is somebody who is questioned, and nothing that is doubted: "police questioned the captain"."""
    word, head = candidate.word, candidate.head
    if word is None or head is None or candidate.cue is None or candidate.cue.lemma != "question":
        return False
    return any(head.i == t.i for t in children(word, "obj")) and (head.ent_type_ == "PERSON" or is_person_noun(head))


def _scoffs(candidate: Candidate) -> bool:
    """Whether a content is what others say, of which the word only tells how it is met: "laughed off reports that"."""
    word, cue = candidate.word, candidate.cue
    if word is None or (cue is not None and cue.polarity is Polarity.DENIED):
        return False
    return any(
        noun.lemma_.lower() in phrases.HEARSAY and phrases.of_others(noun) and candidate.content.begin >= noun.idx
        for noun in children(word, "obj")
    )


def _sought(candidate: Candidate) -> bool:
    """Whether somebody is wanted for something, which nobody says: "Kral is wanted for murder"."""
    word = candidate.word
    if word is None or word.lower_ != "wanted" or (word.tag_ == "VBD" and not syntax.has_dep(word, "acl")):
        return False
    return not any(t.lemma_.lower() == "have" for t in syntax.children(word, "aux"))


def candidates(scene: Scene) -> list[Candidate]:
    """Everything that may be a claim by the rules, in no particular order."""
    found = [*reported.candidates(scene), *phrases.candidates(scene), *viewpoints.candidates(scene)]
    found += surface.candidates(scene, found)
    marked = speech.by_sentence(scene, scene.quotations)
    found = [speech.widened(scene, candidate, marked.get(candidate.sentence, ())) for candidate in found]
    return _compared([*found, *speech.candidates(scene, found)])


def _compared(found: list[Candidate]) -> list[Candidate]:
    """Mark the candidates of a cue that has a longer one elsewhere: around "he said" the longest stretch counts."""
    marked = []
    for group in groups(found):
        for candidate in group:
            longer = any(
                len(other.content) > len(candidate.content) and not other.content.overlaps(candidate.content)
                for other in group
            )
            marked.append(replace(candidate, traits=(*candidate.traits, "shorter")) if longer else candidate)
    return marked


def choose(scored: Iterable[tuple[Candidate, float]], threshold: float) -> list[tuple[Candidate, float]]:
    """The candidates that are probable enough, none twice, the most probable first."""
    kept: list[tuple[Candidate, float]] = []
    here: dict[int, list[Candidate]] = {}
    for candidate, probability in sorted(scored, key=lambda item: -item[1]):
        if probability < threshold:
            break
        others = here.setdefault(candidate.sentence, [])
        if any(_repeats(candidate, other) or _repeats(other, candidate) for other in others):
            continue
        others.append(candidate)
        kept.append((candidate, probability))
    return kept


def _repeats(candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate says no more than another: the same again, or hearsay about what the other attributes.

    The same content is two claims where two cues of the parse attribute it to two claimants; what only the encoder or
    only quotation marks suggest beside a better candidate is the same again, whoever is taken for its claimant.
    """
    if (candidate.frame == FRAME or candidate.word is None) and speech.overlap(candidate.content, other.content) > 0.8:
        return True
    if candidate.frame == "hearsay" and other.frame != "hearsay":
        told = other.word is not None and candidate.head is not None and other.word.i == candidate.head.i
        return told or speech.overlap(candidate.content, other.content) > 0.8
    same = {s.i for s in candidate.speakers} == {s.i for s in other.speakers}
    return same and speech.overlap(candidate.content, other.content) > 0.9


def _claims(scene: Scene, topics: Topics, counts: Counts, candidate: Candidate, probability: float) -> list[Claim]:
    """One claim for each claimant; one without any for hearsay."""
    content = candidate.content
    quantity, counted = counts.of(candidate.sentence, content)
    evidence = Evidence(
        sentence=candidate.sentence,
        span=_evidence_span(scene, candidate),
        method=_method(candidate),
        confidence=round(probability, 3),
    )
    heads: tuple[Token | None, ...] = candidate.speakers or (None,)
    return [
        Claim(
            claimant=claimants.chain(scene, head) if head is not None else None,
            claimant_text=claimants.words(head, candidate.word, content).text if head is not None else "",
            cue=candidate.cue_text,
            content=content,
            text=scene.document.quote(content),
            polarity=stance.polarity(candidate),
            certainty=stance.certainty(candidate),
            voice=Voice.ATTRIBUTED,
            quantity=quantity,
            count_of=counted,
            about=topics.chains(candidate.sentence, content),
            about_events=topics.events(candidate.sentence, content),
            evidence=(evidence,),
        )
        for head in heads
    ]


def _evidence_span(scene: Scene, candidate: Candidate) -> Span:
    """The content together with its cue, where that stands in the same sentence."""
    content, word = candidate.content, candidate.word
    if word is None or scene.sentence_of(word) != candidate.sentence:
        return content
    cue = scene.span(word)
    return Span(begin=min(content.begin, cue.begin), end=max(content.end, cue.end))


def _method(candidate: Candidate) -> str:
    """The name of the construction: "claims.that", "claims.according_to", "claims.quotation.colon" ..."""
    frame = candidate.frame.replace("speech:", "quotation.").replace(":", ".").replace("+", "_").replace(" ", "_")
    return f"claims.{frame}"
