"""Documents, mentions, entities, publishers and the run as triples."""

import datetime as dt
import pickle

import pytest
from newsroom import BASE, RUN, Article, ByName, corpus, graph_of, mapper, rows, sample_store
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipeline.graph import turtle
from pipeline.graph.mapping import Gathered, Mapper, Run
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store


@pytest.fixture(scope="module")
def sample():
    return sample_store()


def test_mapping_makes_no_blank_nodes_and_labels_every_node(sample):
    triples = list(sample.triples())
    assert not any(isinstance(part, BlankNode) for t in triples for part in (t.subject, t.object))
    labelled = {t.subject for t in triples if t.predicate == term("rdfs:label")}
    assert {t.subject for t in triples} == labelled
    assert all(t.object.language is None for t in triples if isinstance(t.object, Literal))


def test_mapping_gives_the_same_graph_whatever_the_order_of_documents():
    extractions, comparisons = corpus()
    one = turtle.lines(mapper(extractions, comparisons).triples(extractions), BASE)
    other = turtle.lines(mapper(extractions, comparisons).triples(reversed(extractions)), BASE)
    assert "".join(one) == "".join(other)


def test_mapping_puts_clock_times_in_the_run_alone():
    extractions, _ = corpus()
    later = Run(**{**RUN.__dict__, "started": dt.datetime(2031, 1, 1), "ended": dt.datetime(2031, 1, 2)})
    one = set(mapper(extractions).triples(extractions))
    other = set(mapper(extractions, run=later).triples(extractions))
    changed = one ^ other
    assert {t.predicate for t in changed} == {term("prov:startedAtTime"), term("prov:endedAtTime")}
    assert {t.subject for t in changed} == {mapper(extractions).run_node}


def test_mapping_names_another_run_when_the_model_differs():
    extractions, _ = corpus()
    assert mapper(extractions).run_node != mapper(extractions, run=Run("0.1.0", "c" * 64, "b" * 64, "hand")).run_node


def test_document_tells_what_is_known_of_it(sample):
    found = rows(
        sample,
        """SELECT ?headline ?url ?published ?publisher ?author ?type WHERE {
            ?d cg:sourceFile "post/walkout.txt" ; schema:headline ?headline ; schema:url ?url ; dcterms:format ?type ;
                schema:datePublished ?published ; schema:publisher/schema:name ?publisher ;
                    schema:author/schema:name ?author
        }""",
    )
    assert found == [
        (
            "Dockers walk out in Tromsvik",
            "https://post.example/walkout?id=1",
            dt.date(2024, 5, 14),
            "Harbour Post",
            "Ada Lund",
            "text/plain",
        )
    ]


def test_document_without_metadata_is_named_after_its_file(sample):
    found = rows(
        sample,
        """SELECT ?label ?p { ?d cg:sourceFile "blog/opinion.txt" ;
            rdfs:label ?label OPTIONAL { ?d schema:publisher ?p } }""",
    )
    assert found == [("opinion.txt", None)]


def test_sentences_and_mentions_quote_the_text_at_their_offsets(sample):
    texts = {e.document.source_file: e.document.text for e in corpus()[0]}
    found = rows(
        sample,
        """SELECT ?x ?f ?b ?e ?t { ?x nif:referenceContext/cg:sourceFile ?f ; nif:beginIndex ?b ;
            nif:endIndex ?e ; nif:anchorOf ?t }""",
    )
    assert {file for _, file, *_ in found} == set(texts)
    assert len(found) > 30
    for node, file, begin, end, text in found:
        assert texts[file][begin:end] == text
        assert node.endswith(f"={begin},{end}")


def test_mention_and_trigger_at_one_place_stay_apart():
    article = Article("a.txt", "Meeting failed.")
    article.name(0, "Meeting", "ORG")
    article.event("Meeting", 0, "Meeting")
    found = rows(
        graph_of(article.extraction()),
        "SELECT ?form ?kind { ?m cg:mentionForm ?form ; gaf:denotes/a ?kind } ORDER BY ?kind",
    )
    assert {(f.rsplit("#")[-1], k) for f, k in found} == {
        ("Trigger", "http://semanticweb.cs.vu.nl/2009/11/sem/Event"),
        ("Trigger", "https://w3id.org/citegraph/ns#Meeting"),
        ("Name", "https://schema.org/Organization"),
    }


def test_one_word_may_tell_two_events():
    article = Article("a.txt", "A massacre.")
    article.event("Attack", 0, "massacre")
    article.event("Death", 0, "massacre")
    found = rows(
        graph_of(article.extraction()),
        "SELECT ?m (COUNT(?e) AS ?n) { ?m gaf:denotes ?e ; cg:confidence ?c } GROUP BY ?m",
    )
    assert [n for _, n in found] == [2]


def test_mention_of_no_chain_is_left_out():
    article = Article("a.txt", "Oslo slept.")
    article.name(0, "Oslo", "CITY")
    article.chains.clear()
    assert rows(graph_of(article.extraction()), "SELECT ?m { ?m a gaf:Mention }") == []


def test_words_of_two_chains_are_one_mention_of_both():
    article = Article("a.txt", "Kyiv said no.")
    article.name(0, "Kyiv", "CITY")
    article.name(0, "Kyiv", "ORG")
    found = rows(graph_of(article.extraction()), "SELECT ?m ?x ?c { ?m gaf:denotes ?x ; cg:confidence ?c }")
    assert len(found) == 2
    assert len({m for m, _, _ in found}) == 1


def test_name_that_implies_another_entity_stays_a_name():
    article = Article("a.txt", "Swedish ships waited.")
    article.name(0, "Swedish", "COUNTRY", "Sweden", form="Nominal")  # first, as coreference may order them
    article.name(0, "Swedish", "NORP")
    found = rows(graph_of(article.extraction()), "SELECT ?m ?x ?f { ?m gaf:denotes ?x ; cg:mentionForm ?f }")
    assert {(m.rsplit("#")[-1], x.rsplit("/", 2)[1], f.rsplit("#")[-1]) for m, x, f in found} == {
        ("implied=0,7", "country", "Nominal"),
        ("mention=0,7", "group", "Name"),
    }


def test_entity_has_one_name_and_other_names_beside_it(sample):
    found = rows(
        sample,
        """SELECT ?x ?name (GROUP_CONCAT(?other) AS ?others) ?lat ?same WHERE {
            ?x schema:name ?name ; a ?class . FILTER(?name IN ("Mira Solberg", "Tromsvik"))
            OPTIONAL { ?x schema:alternateName ?other } OPTIONAL { ?x geo:lat ?lat ; schema:sameAs ?same } }
        GROUP BY ?x ?name ?lat ?same ORDER BY ?name""",
    )
    assert [(x, n, o) for x, n, o, _, _ in found] == [
        (BASE + "person/mira-solberg", "Mira Solberg", "Solberg"),
        (BASE + "city/tromsvik", "Tromsvik", None),
    ]
    assert float(found[1][3]) == 69.1
    assert found[1][4] == "https://sws.geonames.org/3133895/"


def test_place_has_what_geonames_knows_and_the_run_credits_it(sample):
    assert rows(sample, "SELECT ?p ?c WHERE { ?x gn:population ?p ; gn:countryCode ?c }") == [(78745, "NO")]
    assert rows(sample, "SELECT ?l ?r WHERE { ?run dcterms:source ?s . ?s rdfs:label ?l ; dcterms:license ?r }") == [
        ("GeoNames, published under CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    ]


def test_publisher_and_author_are_the_entities_that_articles_name():
    article = Article("a.txt", "The Harbour Post hired Ada Lund.", publisher="harbour  POST", author="Ada Lund")
    article.name(0, "Harbour Post", "ORG")
    article.name(0, "Ada Lund", "PERSON")
    found = rows(
        graph_of(article.extraction()),
        "SELECT ?p ?a ?n { ?d schema:publisher ?p ; schema:author ?a . ?p schema:name ?n }",
    )
    assert found == [(BASE + "org/harbour-post", BASE + "person/ada-lund", "Harbour Post")]


def test_publisher_by_a_name_that_two_entities_share_is_neither():
    article = Article("a.txt", "Post A and Post B.", publisher="The Post")
    article.name(0, "Post A", "ORG")
    article.name(0, "Post B", "ORG")
    resolution = ByName(article.extraction())
    resolution.entities = tuple(e.model_copy(update={"aliases": ("The Post",)}) for e in resolution.entities)
    store = Store.in_memory(Mapper(BASE, resolution, RUN).triples([article.extraction()]))
    assert rows(store, "SELECT ?p { ?d schema:publisher ?p }") == [(BASE + "outlet/the-post",)]


def test_publisher_spelt_in_two_ways_is_one_node_with_one_name():
    one = Article("a.txt", "Rain.", publisher="Harbour Post").extraction()
    two = Article("b.txt", "Rain.", publisher="HARBOUR POST").extraction()
    for order in ((one, two), (two, one)):
        found = rows(
            graph_of(*order), "SELECT ?n ?o { ?p a schema:Organization ; schema:name ?n ; schema:alternateName ?o }"
        )
        assert found == [("HARBOUR POST", "Harbour Post")]


def test_publisher_whose_name_has_no_letters_still_gets_a_node():
    made = [Article(f"{n}.txt", "Rain.", publisher=name).extraction() for n, name in enumerate(["🙂", "🙃", " "])]
    assert len(rows(graph_of(*made), "SELECT DISTINCT ?p { ?d schema:publisher ?p }")) == 2


def test_run_tells_program_model_documents_and_times(sample):
    found = rows(
        sample,
        """SELECT ?version ?model ?config ?began ?ended (COUNT(?d) AS ?documents) WHERE {
            ?run a prov:Activity ; prov:wasAssociatedWith ?agent ; prov:used ?d ; prov:startedAtTime ?began ;
                prov:endedAtTime ?ended .
            ?agent schema:softwareVersion ?version ; cg:modelSha256 ?model ; cg:configSha256 ?config
        } GROUP BY ?version ?model ?config ?began ?ended""",
    )
    assert found == [("0.1.0", "a" * 64, "b" * 64, "2024-05-20T09:00:00Z", "2024-05-20T09:01:30Z", 3)]


def test_run_without_times_or_documents():
    store = graph_of(run=Run("0.1.0", "a" * 64, "b" * 64))
    assert len(store) == 8
    assert not store.query("ASK { ?run prov:startedAtTime ?t }")


@pytest.mark.parametrize("bad", ["\x00", "\uffff", "\x0b"])
def test_characters_that_stores_refuse_do_not_break_the_graph(bad):
    article = Article(
        f"odd{bad}.txt", f"Ada{bad} leads O{bad}slo.", title=f"T{bad}", url=f"http://x/{bad}", publisher=f"P{bad}"
    )
    ada, oslo = article.name(0, f"Ada{bad}", "PERSON"), article.name(0, f"O{bad}slo", "CITY")
    article.relation(ada, "headOf", oslo, 0, "leads")
    article.claim(0, f"O{bad}slo", ada, f"Ada{bad}", "leads")
    store = graph_of(article.extraction())
    assert rows(store, "SELECT ?t { ?s a nif:Sentence ; nif:anchorOf ?t }") == [("Ada\ufffd leads O\ufffdslo.",)]
    assert bad not in "".join(turtle.lines(store.triples(), BASE))


def test_record_of_a_file_with_many_articles_is_told():
    store = graph_of(Article("all.jsonl", "Rain.", record=7).extraction())
    assert Triple(next(store.triples()).subject, term("rdf:type"), NamedNode("urn:x")) not in set(store.triples())
    assert rows(store, "SELECT ?r { ?d cg:record ?r }") == [(7,)]


def test_empty_document_is_a_node_too():
    assert rows(graph_of(Article("empty.txt").extraction()), "SELECT ?f { ?d cg:sourceFile ?f }") == [("empty.txt",)]


def test_mapping_gives_the_same_graph_when_what_was_gathered_is_put_together():
    extractions, comparisons = corpus()
    one = mapper(extractions, comparisons)
    whole = Gathered()
    triples = set()
    for extraction in extractions:
        own = Gathered()
        one.gather(extraction, own)
        triples.update(one.extraction(extraction))
        whole.add(pickle.loads(pickle.dumps(own)))
    triples.update(one.corpus(whole))
    assert triples == set(one.triples(extractions))
