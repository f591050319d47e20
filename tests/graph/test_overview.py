"""What is counted over a graph and kept in it is what a look at all of the graph counts."""

import pytest
from denials import herald
from newsroom import Article, corpus, mapper, repeats
from pyoxigraph import NamedNode
from standpoints import standpoints

from pipeline.graph import rankings
from pipeline.graph.excerpt import Choice, excerpt
from pipeline.graph.mapping import Gathered
from pipeline.graph.namespaces import term
from pipeline.graph.pairs import LIST
from pipeline.graph.queries import library
from pipeline.graph.recount import COUNTS, recounted
from pipeline.graph.store import Store
from pipeline.graph.view import ask

KINDS = {term(name) for name in ("cg:Tally", "cg:Ranking", "cg:Pair")}
DEFINED = {
    "event-types": """SELECT ?type ?modality ?stance (COUNT(DISTINCT ?event) AS ?events)
        (COUNT(DISTINCT ?article) AS ?documents) {
        ?event a sem:Event , ?class ; cg:modality ?how ; prov:wasDerivedFrom/nif:referenceContext ?article ;
            cg:voice ?voice ; cg:polarity ?polarity .
        FILTER(?class != sem:Event)
        BIND(IF(?voice = cg:Narrator, "asserted", IF(?polarity = cg:Denied, "denied", "claimed")) AS ?stance)
        BIND(STRAFTER(STR(?class), "#") AS ?type) BIND(STRAFTER(STR(?how), "#") AS ?modality)
    } GROUP BY ?type ?modality ?stance""",
    "events-by-month": """SELECT ?month ?kind ?stance (COUNT(DISTINCT ?event) AS ?events) {
        ?event a sem:Event , ?class ; cg:modality cg:Actual ; cg:date ?date ; cg:voice ?voice ; cg:polarity ?polarity .
        BIND(IF(?voice = cg:Narrator, "asserted", IF(?polarity = cg:Denied, "denied", "claimed")) AS ?stance)
        FILTER(?class != sem:Event) FILTER(STRLEN(STR(?date)) >= 7)
        BIND(SUBSTR(STR(?date), 1, 7) AS ?month) BIND(STRAFTER(STR(?class), "#") AS ?kind)
    } GROUP BY ?month ?kind ?stance""",
    "most-mentioned": """SELECT ?entity ?kind (COUNT(?mention) AS ?mentions)
        (COUNT(DISTINCT ?article) AS ?documents) {
        ?mention gaf:denotes ?node ; nif:referenceContext ?article . ?node schema:name ?entity ; a ?class .
        BIND(REPLACE(STR(?class), "^.*[/#]", "") AS ?kind)
    } GROUP BY ?node ?entity ?kind""",
    "most-quoted": """SELECT ?claimant (COUNT(DISTINCT ?words) AS ?claims) (COUNT(DISTINCT ?article) AS ?documents)
        (COUNT(DISTINCT ?source) AS ?origins) {
        ?said cg:claimant ?who ; cg:voice cg:Attributed ; schema:text ?text ; schema:appearance ?article .
        ?who schema:name ?claimant .
        OPTIONAL { ?cluster cg:gathers ?article ; a ?whole . FILTER(?whole IN (cg:OneOrigin, cg:Editions)) }
        BIND(COALESCE(?cluster, ?article) AS ?source)
        BIND(IF(BOUND(?cluster), CONCAT(STR(?cluster), " ", ?text), STR(?said)) AS ?words)
    } GROUP BY ?who ?claimant""",
    "corroboration": """SELECT ?event ?kind (MIN(STR(?day)) AS ?when) (COUNT(DISTINCT ?article) AS ?articles)
        (COUNT(DISTINCT ?source) AS ?origins) {
        ?happening a sem:Event , ?class ; cg:modality cg:Actual ; rdfs:label ?event ;
            prov:wasDerivedFrom/nif:referenceContext ?article .
        FILTER(?class != sem:Event)
        OPTIONAL { ?happening cg:date ?day }
        OPTIONAL { ?cluster cg:gathers ?article ; a ?whole . FILTER(?whole IN (cg:OneOrigin, cg:Editions)) }
        BIND(STRAFTER(STR(?class), "#") AS ?kind) BIND(COALESCE(?cluster, ?article) AS ?source)
    } GROUP BY ?happening ?event ?kind HAVING(COUNT(DISTINCT ?article) > 1)""",
    "agreeing-sources": """SELECT ?because (COUNT(DISTINCT ?article) AS ?articles)
        (COUNT(DISTINCT ?source) AS ?origins) {
        ?comparison cg:verdict cg:Agreement ; cg:dimension cg:Quantity ; cg:because ?because ;
            cg:side/prov:wasDerivedFrom/nif:referenceContext ?told .
        OPTIONAL {
            ?cluster cg:gathers ?told ; a ?whole ; cg:gathers ?copy . FILTER(?whole IN (cg:OneOrigin, cg:Editions))
        }
        BIND(COALESCE(?cluster, ?told) AS ?source) BIND(COALESCE(?copy, ?told) AS ?article)
    } GROUP BY ?comparison ?because""",
    "co-mentions": """SELECT ?one ?other (COUNT(DISTINCT ?sentence) AS ?sentences)
        (COUNT(DISTINCT ?article) AS ?documents) {
        ?first_mention gaf:denotes ?first ; cg:mentionForm cg:Name ; cg:inSentence ?sentence .
        ?second_mention gaf:denotes ?second ; cg:mentionForm cg:Name ; cg:inSentence ?sentence .
        ?first a schema:Person ; schema:name ?one . ?second a schema:Person ; schema:name ?other .
        FILTER(STR(?first) < STR(?second))
        ?sentence nif:referenceContext ?article .
    } GROUP BY ?first ?second ?one ?other""",
    "places": """SELECT ?place (COUNT(DISTINCT ?told) AS ?events) (COUNT(DISTINCT ?said) AS ?claimed) {
        ?node geo:lat ?latitude ; schema:name ?place .
        OPTIONAL {
            ?event a sem:Event ; sem:hasPlace ?node ; cg:modality cg:Actual ; cg:polarity cg:Affirmed ; cg:voice ?voice
        }
        BIND(IF(?voice = cg:Narrator, ?event, ?nothing) AS ?told)
        BIND(IF(?voice = cg:Attributed, ?event, ?nothing) AS ?said)
    } GROUP BY ?node ?place""",
    "occasions": """SELECT ?occasion ?place_name ?date (COUNT(DISTINCT ?article) AS ?articles) {
        ?node a cg:Occasion ; rdfs:label ?occasion ; sem:hasPlace/schema:name ?place_name ; cg:date ?date ;
            cg:includes/nif:referenceContext ?article .
    } GROUP BY ?node ?occasion ?place_name ?date""",
}


def newsroom():
    extractions, comparisons = corpus()
    held, told, occasions = standpoints()
    everything = [*extractions, *held, herald()]
    origins = [repeats(extractions)[0], *repeats(extractions)[2:]]  # an article has one origin, or is one
    return mapper(everything, [*comparisons, *told], origins=origins, occasions=occasions), everything


@pytest.fixture(scope="module")
def triples():
    made, extractions = newsroom()
    return set(made.triples(extractions))


@pytest.fixture(scope="module")
def store(triples):
    return Store.in_memory(triples)


@pytest.mark.parametrize("name", DEFINED)
def test_overview_counts_what_is_there(store, name):
    defined = store.query(DEFINED[name])
    assert defined.rows
    wanted = defined.columns
    kept = ask(store, name, {"limit": 10_000} if any(p.name == "limit" for p in library()[name].parameters) else {})
    at = [kept.columns.index(column) for column in wanted]
    assert sorted((tuple(row[i] for i in at) for row in kept.rows), key=repr) == sorted(defined.rows, key=repr)


def counts_of(triples):
    """Tallies, rankings, pairs, and the counts of nodes, but for those of comparisons and occasions."""
    kinds = {t.subject for t in triples if t.object in KINDS}
    others = {t.subject for t in triples if t.object in (term("cg:ClaimComparison"), term("cg:Occasion"))}
    of_others = {t.subject for t in triples if t.predicate == term("cg:ranks") and t.object in others}
    return {t for t in triples if t.subject not in others | of_others and (t.subject in kinds or t.predicate in COUNTS)}


def test_counts_are_the_same_when_they_are_counted_anew_from_the_triples(triples):
    counts = counts_of(triples)
    contexts = {t.object for t in triples if t.predicate == term("nif:referenceContext")}
    gathered = {t.object.value for t in triples if t.predicate == term("cg:gathers") and t.object in contexts}
    anew = set(recounted(triples - counts, dict.fromkeys(gathered, "one text")))

    def told(those):
        """The counts without the IRIs of nodes that are made for them alone."""
        kinds = {t.subject for t in those if t.object in KINDS}
        return sorted(("" if t.subject in kinds else t.subject.value, str(t.predicate), str(t.object)) for t in those)

    assert gathered
    assert told(counts) == told(anew)


def test_excerpt_has_counts_of_its_own(store):
    part = excerpt(store, Choice(document="post/walkout.txt"))
    assert ask(part, "event-types").rows
    pair = ask(part, "co-mentions").rows[0]
    whole = ask(store, "co-mentions").rows[0]
    assert pair[:2] == whole[:2]
    assert (pair[2], pair[3]) == (whole[2] - 1, 1)
    assert {row[0] for row in ask(part, "most-quoted").rows} == {"Mira Solberg", "Jonas Lind"}


def test_overview_is_the_same_whatever_the_order_and_the_parts(triples):
    made, extractions = newsroom()
    whole = Gathered()
    for extraction in reversed(extractions):
        part = Gathered()
        made.gather(extraction, part)
        whole.add(part)
    assert counts_of(set(made.corpus(whole)) | triples) == counts_of(triples)


def test_sentence_that_names_many_is_a_list():
    def pairs(number):
        article = Article("list.txt", " ".join(f"P{at}x" for at in range(number)) + ".")
        for at in range(number):
            article.name(0, f"P{at}x", "PERSON")
        found = mapper([article.extraction()], []).triples([article.extraction()])
        return sum(t.object == term("cg:Pair") for t in found)

    assert pairs(3) == 3
    assert pairs(LIST) == LIST * (LIST - 1) / 2
    assert pairs(LIST + 1) == 0


def test_ranking_keeps_those_with_the_highest_counts():
    scores = [((at // 2,), f"urn:{at:04}") for at in range(2 * rankings.LONGEST)]
    found = rankings.leading(scores)
    assert len(found) == rankings.LONGEST
    assert found[:3] == ["urn:0398", "urn:0399", "urn:0396"]


def test_every_node_that_is_ranked_has_the_count_by_which_it_is(triples):
    measured = {t.subject: t.object for t in triples if t.predicate == term("cg:measure")}
    assert {node.value.rpartition("#")[2] for node in measured.values()} == {
        "mentions",
        "claims",
        "articles",
        "origins",
    }
    has = {(t.subject, t.predicate) for t in triples}
    ranked = [(t.object, measured[t.subject]) for t in triples if t.predicate == term("cg:ranks")]
    assert all(isinstance(node, NamedNode) and (node, measure) in has for node, measure in ranked)
