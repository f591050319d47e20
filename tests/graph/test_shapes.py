"""Each shape catches the fault that it is there for, and a sound graph has none."""

from pathlib import Path

import pytest
import rdflib
from newsroom import BASE, WHEN, Article, corpus, judged, mapper, repeats
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import SH
from standpoints import standpoints

from pipeline import resources
from pipeline.graph import revisions
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store
from pipeline.graph.validate import Violation, validate


def earlier():
    """What the file of the first article held before."""
    made = Article("post/walkout.txt", "The Dockers Union said that nobody walked out.", "Rain fell.")
    made.claim(0, "nobody walked out", None, "The Dockers Union", "said")
    return made.extraction()


def nodes():
    """One node of each kind in the sample, by kind."""
    extractions, comparisons = corpus()
    made = mapper(extractions, comparisons, origins=repeats(extractions))
    made.resolution = judged(made.resolution)
    track = [revisions.Overwritten(earlier(), WHEN, WHEN)]
    before = revisions.overwritten(BASE, made.resolution, track, extractions[0], made.run_node)
    store = Store.in_memory([*made.triples(extractions), *before])
    found = {}
    for kind, class_ in {
        "document": "schema:NewsArticle",
        "sentence": "nif:Sentence",
        "mention": "gaf:Mention",
        "person": "schema:Person",
        "organisation": "schema:Organization",
        "city": "schema:City",
        "statement": "rdf:Statement",
        "event": "sem:Event",
        "claim": "schema:Claim",
        "quantity": "schema:QuantitativeValue",
        "comparison": "cg:ClaimComparison",
        "side": "cg:Side",
        "origin": "cg:OneOrigin",
        "edition": "cg:EarlierEdition",
        "withdrawn": "cg:EarlierStatement",
        "tally": "cg:Tally",
        "ranking": "cg:Ranking",
        "pair": "cg:Pair",
        "run": "prov:Activity",
        "software": "prov:SoftwareAgent",
    }.items():
        found[kind] = NamedNode(
            str(store.query(f"SELECT (MIN(?x) AS ?n) {{ ?y a {class_} BIND(STR(?y) AS ?x) }}").rows[0][0])
        )
    return sorted(set(store.triples()), key=str), found


TRIPLES, NODES = nodes()
NODES["arrest"] = NamedNode(BASE + "event/arrest-2024-05-13")
NODES["tromsvik"] = NamedNode(BASE + "city/tromsvik")
NODES["mira"] = NamedNode(BASE + "person/mira-solberg")
NODES["old"] = NamedNode(BASE + "person/solberg")
NODES["judged"] = next(t.subject for t in TRIPLES if t.predicate == term("cg:score"))
NODES["decided"] = next(t.subject for t in TRIPLES if t.predicate == term("dcterms:created"))
NODES["other side"] = next(
    t.object for t in TRIPLES if t.predicate == term("cg:side") and t.subject != NODES["comparison"]
)
NODES["month"] = next(t.subject for t in TRIPLES if t.predicate == term("cg:ofMonth"))
NODES["total"] = next(t.subject for t in TRIPLES if t.predicate == term("cg:ofModality"))
NODES["figure"] = next(t.subject for t in TRIPLES if t.predicate == term("schema:maxValue"))


def number(value, kind):
    return Literal(str(value), datatype=term(f"xsd:{kind}"))


def validated(triples):
    return [(v.node, v.message) for v in validate(Store.in_memory(triples))]


# what is done to the graph, the kind of node that breaks the rule, and words of the rule
DROPPED = [  # (kind, predicate that is taken away, words)
    ("document", "rdfs:label", "exactly one rdfs:label"),
    ("document", "cg:sourceFile", "exactly one cg:sourceFile"),
    ("document", "cg:textSha256", "exactly one cg:textSha256"),
    ("sentence", "nif:referenceContext", "in exactly one document"),
    ("sentence", "nif:beginIndex", "exactly one nif:beginIndex"),
    ("sentence", "nif:endIndex", "exactly one nif:endIndex"),
    ("sentence", "nif:anchorOf", "quotes exactly one text"),
    ("mention", "cg:inSentence", "in exactly one sentence"),
    ("mention", "gaf:denotes", "denotes an entity or an event"),
    ("mention", "cg:mentionForm", "cg:mentionForm is one of"),
    ("mention", "cg:confidence", "cg:confidence is one number"),
    ("city", "schema:name", "exactly one schema:name"),
    ("statement", "rdf:subject", "exactly one subject"),
    ("statement", "rdf:predicate", "exactly one predicate"),
    ("statement", "rdf:object", "exactly one object"),
    ("statement", "prov:wasDerivedFrom", "statement cites exactly one sentence"),
    ("statement", "cg:polarity", "cg:polarity is"),
    ("statement", "cg:certainty", "cg:certainty is"),
    ("statement", "cg:voice", "cg:voice is"),
    ("statement", "prov:wasGeneratedBy", "exactly one run"),
    ("arrest", "rdf:type", None),
    ("arrest", "prov:wasDerivedFrom", "event cites every sentence"),
    ("arrest", "cg:modality", "cg:modality is one of"),
    ("claim", "schema:text", "exactly one schema:text"),
    ("claim", "prov:wasDerivedFrom", "claim cites exactly one sentence"),
    ("claim", "schema:appearance", "in exactly one document"),
    ("claim", "cg:polarity", "cg:polarity is"),
    ("quantity", "cg:approximate", "cg:approximate is true or false"),
    ("comparison", "cg:side", "one or more sides"),
    ("comparison", "prov:wasDerivedFrom", "cites the sentences of its sides"),
    ("side", "schema:text", "words in exactly one schema:text"),
    ("side", "cg:order", "place in exactly one cg:order"),
    ("side", "cg:voice", "voice of a side"),
    ("side", "prov:wasDerivedFrom", "side cites exactly one sentence"),
    ("comparison", "cg:verdict", "cg:verdict is"),
    ("comparison", "cg:dimension", "cg:dimension is"),
    ("comparison", "cg:because", "exactly one cg:because"),
    ("origin", "cg:gathers", "gathers two or more"),
    ("origin", "prov:wasDerivedFrom", "cites the sentences"),
    ("origin", "cg:because", "reason in exactly one cg:because"),
    ("edition", "cg:sourceFile", "an earlier edition names exactly one cg:sourceFile"),
    ("edition", "cg:textSha256", "an earlier edition has exactly one cg:textSha256"),
    ("edition", "cg:readUntil", "exactly one cg:readUntil"),
    ("withdrawn", "prov:wasDerivedFrom", "earlier statement cites exactly one sentence"),
    ("judged", "cg:judges", "about exactly two"),
    ("judged", "cg:identity", "cg:identity is cg:Same"),
    ("judged", "cg:because", "reason in exactly one cg:because"),
    ("judged", "prov:wasGeneratedBy", "by the run or by one person"),
    ("decided", "prov:wasAttributedTo", "by the run or by one person"),
    ("old", "owl:sameAs", "leads to exactly one entity"),
    ("tally", "cg:ofClass", "the events of one type"),
    ("tally", "cg:ofVoice", "told in one voice"),
    ("tally", "cg:ofPolarity", "told in one polarity"),
    ("tally", "cg:total", "one total, of one or more"),
    ("total", "cg:ofModality", "the events of one modality, or of one month"),
    ("ranking", "cg:ofClass", "a ranking is of one class"),
    ("ranking", "cg:ranks", "from 1 to 200 members"),
    ("pair", "cg:pairs", "a pair is of two persons"),
    ("pair", "cg:sentences", "the number of its sentences"),
    ("pair", "cg:articles", "the number of its articles"),
    ("pair", "cg:example", "a sentence for its example"),
    ("pair", "prov:wasDerivedFrom", "the sentences that name both"),
    ("run", "prov:wasAssociatedWith", "exactly one program"),
    ("software", "schema:softwareVersion", "exactly one schema:softwareVersion"),
    ("software", "cg:modelSha256", "exactly one cg:modelSha256"),
    ("software", "cg:configSha256", "exactly one cg:configSha256"),
]
CHANGED = [  # (kind, predicate, its only value now, words)
    ("document", "cg:textSha256", Literal("abc"), "64 hexadecimal digits"),
    ("document", "schema:datePublished", Literal("in May"), "one xsd:date"),
    ("document", "schema:publisher", NODES["mira"], "one schema:Organization"),
    ("document", "schema:author", NODES["tromsvik"], "one schema:Person"),
    ("sentence", "nif:beginIndex", number(10**6, "nonNegativeInteger"), "less than nif:endIndex"),
    ("sentence", "nif:anchorOf", Literal(""), "quotes exactly one text"),
    ("mention", "gaf:denotes", NODES["run"], "denotes an entity or an event"),
    ("mention", "cg:mentionForm", term("cg:Actual"), "cg:mentionForm is one of"),
    ("mention", "cg:confidence", number("1.1", "decimal"), "from 0 to 1"),
    ("origin", "cg:credit", Literal(""), "cg:credit is at most one name"),
    ("edition", "cg:readFrom", Literal("in March"), "cg:readFrom is one xsd:dateTime"),
    ("withdrawn", "prov:wasDerivedFrom", NODES["sentence"], "an earlier statement stands in an earlier edition"),
    ("statement", "cg:confidence", number("-0.1", "decimal"), "from 0 to 1"),
    ("claim", "cg:confidence", number("2.0", "decimal"), "from 0 to 1"),
    ("tromsvik", "geo:lat", number("90.5", "decimal"), "from -90 to 90"),
    ("tromsvik", "geo:long", number("-180.5", "decimal"), "from -180 to 180"),
    ("tromsvik", "gn:population", number("-1", "integer"), "one whole number"),
    ("tromsvik", "gn:countryCode", Literal("Norway"), "code of two letters"),
    ("statement", "rdf:predicate", term("cg:actor"), "one of the relations"),
    ("statement", "rdf:subject", Literal("Mira"), "exactly one subject, an entity"),
    ("statement", "cg:polarity", term("cg:Certain"), "cg:polarity is"),
    ("statement", "cg:certainty", term("cg:Affirmed"), "cg:certainty is"),
    ("statement", "cg:voice", Literal("Narrator"), "cg:voice is"),
    ("arrest", "cg:modality", term("cg:Certain"), "cg:modality is one of"),
    ("arrest", "cg:date", Literal("May"), "cg:date is an xsd:date"),
    ("arrest", "cg:actor", Literal("police"), "words alone stand in the text properties"),
    ("arrest", "sem:hasPlace", NODES["run"], "words alone stand in the text properties"),
    ("claim", "schema:text", Literal(""), "exactly one schema:text"),
    ("claim", "cg:claimant", Literal("Mira"), "cg:claimant is one entity"),
    ("claim", "cg:states", NODES["tromsvik"], "points to a statement"),
    ("claim", "cg:quantity", NODES["tromsvik"], "one schema:QuantitativeValue"),
    ("claim", "schema:about", NODES["run"], "points to an entity or an event"),
    ("figure", "schema:minValue", number(1000, "integer"), "not above schema:maxValue"),
    ("quantity", "cg:countOf", NODES["tromsvik"], "cg:countOf is one event"),
    ("comparison", "cg:verdict", Literal("Conflict"), "cg:verdict is"),
    ("comparison", "cg:compares", NODES["tromsvik"], "cg:compares is a claim"),
    ("side", "cg:claim", NODES["tromsvik"], "cg:claim is one claim"),
    ("judged", "cg:score", number("1.1", "decimal"), "cg:score is one number from 0 to 1"),
    ("judged", "cg:identity", term("cg:Conflict"), "cg:identity is cg:Same"),
    ("decided", "prov:wasAttributedTo", NODES["software"], "is a prov:Person"),
    ("month", "cg:ofMonth", Literal("May"), "a month is an xsd:gYearMonth"),
    ("ranking", "cg:measure", term("cg:confidence"), "a ranking is by one count"),
    ("run", "prov:used", NODES["mira"], "what a run used are documents"),
    ("run", "prov:startedAtTime", Literal("noon"), "startedAtTime is one xsd:dateTime"),
    ("run", "prov:endedAtTime", Literal("one"), "endedAtTime is one xsd:dateTime"),
]
ADDED = [  # (triple, kind of the node that breaks the rule, words)
    (Triple(BlankNode("b"), term("rdf:type"), term("schema:Person")), None, "every node has an IRI"),
    (Triple(NODES["tromsvik"], term("schema:name"), Literal("Other")), "tromsvik", "exactly one schema:name"),
    (Triple(NODES["edition"], term("rdf:type"), term("schema:NewsArticle")), "edition", "does not count as an article"),
    (Triple(NODES["mira"], term("rdfs:label"), Literal("Other")), "mira", "exactly one rdfs:label"),
    (Triple(NODES["arrest"], term("cg:founded"), NODES["mira"]), "arrest", "asserted plainly"),
    (Triple(NODES["mira"], term("cg:supports"), NODES["tromsvik"]), "mira", "a plain triple has a statement"),
    (Triple(NODES["arrest"], term("rdf:type"), term("cg:Protest")), "arrest", "exactly one class"),
    (Triple(NODES["judged"], term("cg:judges"), NODES["run"]), "judged", "about exactly two"),
    (Triple(NODES["origin"], term("cg:presumedOrigin"), NODES["mira"]), "origin", "at most one presumed origin"),
    (Triple(NODES["comparison"], term("cg:side"), NODES["other side"]), "other side", "belongs to one comparison"),
    (Triple(NODES["old"], term("dcterms:isReplacedBy"), NODES["tromsvik"]), "old", "leads to exactly one entity"),
    (Triple(NODES["old"], term("rdf:type"), term("schema:Person")), "old", "no entity of its own"),
    (Triple(NODES["mention"], term("gaf:denotes"), NODES["old"]), "old", "no mention denotes an IRI"),
    (
        Triple(NODES["claim"], term("prov:generatedAtTime"), Literal("x")),
        "claim",
        "clock times stand in the node of the run",
    ),
    (
        Triple(NODES["figure"], term("schema:maxValue"), number(2000, "integer")),
        "figure",
        "schema:maxValue is one number",
    ),
]


def test_shapes_find_nothing_in_a_sound_graph():
    assert validated(TRIPLES) == []


@pytest.mark.parametrize(("kind", "predicate", "words"), DROPPED)
def test_shapes_catch_what_is_missing(kind, predicate, words):
    found = validated(t for t in TRIPLES if not (t.subject == NODES[kind] and t.predicate == term(predicate)))
    assert any(node == NODES[kind].value and words in message for node, message in found) if words else found


@pytest.mark.parametrize(("kind", "predicate", "value", "words"), CHANGED)
def test_shapes_catch_a_wrong_value(kind, predicate, value, words):
    kept = [t for t in TRIPLES if not (t.subject == NODES[kind] and t.predicate == term(predicate))]
    found = validated([*kept, Triple(NODES[kind], term(predicate), value)])
    assert any(node == NODES[kind].value and words in message for node, message in found)


@pytest.mark.parametrize(("triple", "kind", "words"), ADDED)
def test_shapes_catch_what_is_too_much(triple, kind, words):
    found = validated([*TRIPLES, triple])
    assert any((kind is None or node == NODES[kind].value) and words in message for node, message in found)


STANDING = [  # (class, predicate, its only value now or nothing, what is told)
    ("cg:Denial", "schema:text", None, "a position has exactly one schema:text, its content verbatim"),
    ("cg:Denial", "cg:cue", None, "a position is told by exactly one cg:cue"),
    ("cg:Denial", "prov:wasDerivedFrom", None, "a position cites exactly one sentence"),
    ("cg:Denial", "schema:appearance", None, "a position appears in exactly one document"),
    (
        "cg:Denial",
        "cg:holder",
        Literal("Lind"),
        "who holds a position, who is accused and what it is about are entities",
    ),
    ("cg:Denial", "cg:within", NODES["mira"], "cg:within is one claim"),
    ("cg:Denial", "cg:certainty", None, "cg:certainty is cg:Certain, cg:Probable or cg:Possible"),
    ("cg:Act", "cg:verb", None, "an act has exactly one cg:verb"),
    ("cg:Act", "cg:grammaticalVoice", term("cg:Certain"), "cg:grammaticalVoice is cg:Active or cg:Passive"),
    ("cg:Act", "cg:agentless", None, "cg:agentless is true or false"),
    ("cg:Act", "prov:wasDerivedFrom", None, "an act cites exactly one sentence"),
    ("cg:Act", "schema:appearance", None, "an act appears in exactly one document"),
    ("cg:Act", "cg:agent", Literal("mob"), "agent and patient of an act are entities, and it is about an event"),
    ("cg:Occasion", "cg:includes", None, "an occasion includes words that tell events, and acts"),
    ("cg:Occasion", "sem:hasPlace", None, "an occasion has exactly one place"),
    ("cg:Occasion", "cg:date", None, "an occasion has exactly one day"),
    ("cg:Occasion", "prov:wasDerivedFrom", None, "an occasion cites the sentences that tell of it"),
]


@pytest.fixture(scope="module")
def standing():
    extractions, comparisons, occasions = standpoints()
    return sorted(set(mapper(extractions, comparisons, occasions=occasions).triples(extractions)), key=str)


@pytest.mark.parametrize(("kind", "predicate", "value", "message"), STANDING)
def test_shapes_catch_faults_of_positions_acts_and_occasions(standing, kind, predicate, value, message):
    node = next(t.subject for t in standing if t.object == term(kind))
    kept = [t for t in standing if not (t.subject == node and t.predicate == term(predicate))]
    found = validated(kept if value is None else [*kept, Triple(node, term(predicate), value)])
    assert (node.value, message) in found


def test_shapes_catch_an_act_of_nobody_on_nobody(standing):
    words = {term("cg:agentText"), term("cg:patientText")}
    node = next(t.subject for t in standing if t.object == term("cg:Act"))
    found = validated([t for t in standing if not (t.subject == node and t.predicate in words)])
    assert (node.value, "an act has an agent or a patient") in found


def test_shapes_catch_an_entity_without_evidence():
    found = validated(
        [t for t in TRIPLES if not (t.predicate == term("gaf:denotes") and t.object == NODES["tromsvik"])]
    )
    assert (NODES["tromsvik"].value, "an entity is denoted by a mention, or publishes or writes a document") in found


def test_shapes_catch_an_event_without_a_trigger():
    found = validated([t for t in TRIPLES if not (t.predicate == term("gaf:denotes") and t.object == NODES["arrest"])])
    assert (NODES["arrest"].value, "an event is denoted by a trigger, the word that tells it") in found


def test_shapes_catch_a_quantity_of_no_claim_and_without_bounds():
    bounds = {term("schema:minValue"), term("schema:maxValue")}
    without = validated([t for t in TRIPLES if not (t.subject == NODES["figure"] and t.predicate in bounds)])
    assert (NODES["figure"].value, "a quantity has a lower or an upper bound") in without
    loose = validated([t for t in TRIPLES if t.predicate != term("cg:quantity")])
    assert (NODES["figure"].value, "a quantity belongs to a claim") in loose


def test_shapes_catch_a_document_that_is_no_context():
    found = validated([t for t in TRIPLES if t.object != term("nif:Context")])
    assert (NODES["document"].value, "a document is a nif:Context too") in found


EDIT = {
    "an edit leads from the sentence of the older edition, unless it was added, "
    "to that of the newer one, unless it was removed",
    "cg:change is one of the values of cg:Change",
    "an edit has exactly one cg:olderEdition, a document",
    "an edit has exactly one cg:newerEdition, a document",
    "cg:before is one sentence",
    "cg:after is one sentence",
    "an edit cites the sentences before and after it",
    "cg:withdraws is a statement or claim",
    "cg:introduces is a statement or claim",
}


def edits(change):
    return [t.subject for t in TRIPLES if t.predicate == term("cg:change") and t.object == term(f"cg:{change}")]


def test_shapes_catch_whatever_is_wrong_with_an_edit():
    node, tells = edits("Removed")[0], ("cg:before", "cg:after", "cg:withdraws", "cg:introduces")
    kept = [t for t in TRIPLES if t.subject != node or t.predicate in map(term, ("rdf:type", "rdfs:label"))]
    found = validated([*kept, *(Triple(node, term(name), NODES["mira"]) for name in tells)])
    assert {message for of, message in found if of == node.value} == EDIT | {
        "what was extracted names exactly one run, prov:wasGeneratedBy"
    }


def test_shapes_catch_an_edit_of_another_document_or_kind():
    removal, addition = edits("Removed")[0], edits("Added")[0]
    broken = {
        Triple(removal, term("cg:before"), NODES["sentence"]),
        Triple(addition, term("cg:change"), term("cg:Changed")),
    }
    gone = {(t.subject, t.predicate) for t in broken}
    found = validated([*(t for t in TRIPLES if (t.subject, t.predicate) not in gone), *broken])
    assert {of for of, message in found if message in EDIT} == {removal.value, addition.value}


def test_every_shape_has_a_message_and_is_tested():
    shapes = rdflib.Graph().parse(resources.ontology() / "shapes.ttl")
    told = {str(m) for m in shapes.objects(None, SH.message)}
    for shape in (*shapes.subjects(SH.targetClass, None), *shapes.subjects(SH.targetSubjectsOf, None)):
        for constraint in shapes.objects(shape, SH.property):
            assert shapes.value(constraint, SH.message), shape
    tests = Path(__file__).read_text(encoding="utf-8")
    words = [w for *_, w in (*DROPPED, *CHANGED, *ADDED) if w]
    untested = {m for m in told - EDIT if not any(w in m for w in words) and m not in tests}
    assert untested == set()


def test_quotes_that_do_not_fit_are_found():
    first = next(t for t in TRIPLES if t.subject == NODES["mention"] and t.predicate == term("nif:anchorOf"))
    found = validated([Triple(first.subject, first.predicate, Literal("Nobody")) if t == first else t for t in TRIPLES])
    assert (NODES["mention"].value, "the words of a mention stand in its sentence, at its offset") in found
    text = next(t for t in TRIPLES if t.subject == NODES["claim"] and t.predicate == term("schema:text"))
    found = validated([Triple(text.subject, text.predicate, Literal("Nobody")) if t == text else t for t in TRIPLES])
    assert (NODES["claim"].value, "the text of a claim or statement stands in the sentence that it cites") in found


def test_shapes_catch_an_earlier_edition_without_a_later_one():
    found = validated([t for t in TRIPLES if t.object != NODES["edition"]])
    assert (NODES["edition"].value, "an earlier edition has a later one, which is its prov:wasRevisionOf") in found


def documents():
    return [e.document for e in (*corpus()[0], earlier())]


def test_documents_that_are_as_they_were_have_no_faults():
    assert validate(Store.in_memory(TRIPLES), documents()) == []
    other = Article("other.txt", "Not in the graph.").document
    assert validate(Store.in_memory(TRIPLES), [*documents(), other]) == []


def test_a_document_that_changed_is_found():
    changed = [d.model_copy(update={"text": d.text.replace("Police", "Nobody")}) for d in documents()]
    found = validate(Store.in_memory(TRIPLES), changed)
    assert [v.message for v in found] == [
        "the file is the one that the graph was built from; it has changed since then"
    ]
    assert "changed since then (found: " in str(found[0])


def test_a_document_that_is_gone_is_found():
    found = validate(Store.in_memory(TRIPLES), documents()[1:])
    assert [v.value for v in found] == ["post/walkout.txt"]
    assert "can be read again" in found[0].message


def test_a_quote_that_is_not_in_its_document_is_found():
    sentence = next(t for t in TRIPLES if t.subject == NODES["sentence"] and t.predicate == term("nif:anchorOf"))
    made_up = Triple(sentence.subject, sentence.predicate, Literal("Nobody said this."))
    found = validate(Store.in_memory([made_up if t == sentence else t for t in TRIPLES]), documents())
    assert (
        Violation(NODES["sentence"].value, "a quote is the text of its document at its offsets", "Nobody said this.")
        in found
    )
