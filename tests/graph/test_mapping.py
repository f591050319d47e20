import datetime as dt
import pickle

import pytest
from newsroom import BASE, RUN, Article, ByName, corpus, mapper
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipeline.graph import turtle
from pipeline.graph.mapping import Gathered, Mapper, Run
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store


def graph_of(*extractions, **more):
    return Store.in_memory(mapper(extractions, **more).triples(extractions))


@pytest.fixture(scope="module")
def sample():
    extractions, comparisons = corpus()
    return Store.in_memory(mapper(extractions, comparisons).triples(extractions))


def rows(store, query):
    return store.query(query).rows


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


def test_statement_has_its_evidence_and_stance(sample):
    found = rows(
        sample,
        """SELECT ?label ?quote ?polarity ?certainty ?voice ?confidence ?method ?words WHERE {
            ?s rdf:predicate org:headOf ; rdf:object <https://example.org/kg/city/tromsvik> ; rdfs:label ?label ;
                prov:wasDerivedFrom/nif:anchorOf ?quote ; cg:polarity ?polarity ; cg:certainty ?certainty ;
                    cg:voice ?voice ;
                cg:confidence ?confidence ; cg:method ?method ; cg:evidenceText ?words ;
                    prov:wasGeneratedBy/a prov:Activity
        }""",
    )
    assert [tuple(str(v).rsplit("#")[-1] for v in row) for row in found] == [
        (
            "Mira Solberg — heads — Tromsvik",
            "Mira Solberg, mayor of Tromsvik, met Jonas Lind on Monday.",
            "Affirmed",
            "Certain",
            "Narrator",
            "0.9",
            "test.rule",
            "Mira Solberg, mayor of Tromsvik",
        )
    ]


def test_plain_triple_only_where_an_author_vouches_for_it(sample):
    head = sample.query("ASK { ?x org:headOf ?y }")
    hedged = sample.query("ASK { ?x schema:memberOf ?y }")
    attributed = sample.query("ASK { ?x cg:opposes ?y }")
    denied = sample.query("ASK { ?x schema:worksFor ?y }")
    title = rows(sample, "SELECT ?t { ?x schema:jobTitle ?t }")
    assert (bool(head), bool(hedged), bool(attributed), bool(denied)) == (True, False, False, False)
    assert title == [("mayor of Tromsvik",)]


@pytest.mark.parametrize(
    "how",
    [{"voice": "Attributed"}, {"polarity": "Denied"}, {"certainty": "Probable"}, {"certainty": "Possible"}],
)
def test_each_reserve_alone_keeps_a_triple_from_being_asserted(how):
    article = Article("a.txt", "Ada leads Oslo.")
    ada, oslo = article.name(0, "Ada", "PERSON"), article.name(0, "Oslo", "CITY")
    article.relation(ada, "headOf", oslo, 0, "leads", **how)
    store = graph_of(article.extraction())
    assert not store.query("ASK { ?x org:headOf ?y }")
    assert store.query("ASK { ?s rdf:predicate org:headOf }")


def test_one_statement_for_each_triple_and_sentence():
    article = Article("a.txt", "Ada leads and runs Oslo.", "Ada heads Oslo.")
    ada, oslo = article.name(0, "Ada", "PERSON"), article.name(0, "Oslo", "CITY")
    article.relation(ada, "headOf", oslo, 0, "leads", certainty="Possible")
    article.relation(ada, "headOf", oslo, 0, "runs")
    article.relation(ada, "headOf", oslo, 1, "heads")
    found = rows(
        graph_of(article.extraction()),
        """SELECT ?s ?q ?c ?w { ?s a rdf:Statement ; prov:wasDerivedFrom/nif:anchorOf ?q ;
            cg:certainty ?c ; cg:evidenceText ?w }""",
    )
    assert sorted((q, c.rsplit("#")[-1], w) for _, q, c, w in found) == [
        ("Ada heads Oslo.", "Certain", "heads"),
        ("Ada leads and runs Oslo.", "Certain", "runs"),
    ]


def test_two_documents_that_state_one_triple_have_two_statements():
    def article(file):
        made = Article(file, "Ada leads Oslo.")
        made.relation(made.name(0, "Ada", "PERSON"), "headOf", made.name(0, "Oslo", "CITY"), 0, "leads")
        return made.extraction()

    found = rows(graph_of(article("a.txt"), article("b.txt")), "SELECT ?s ?x { ?s rdf:subject ?x }")
    assert len(found) == 2
    assert len({x for _, x in found}) == 1


def test_relation_of_an_entity_to_itself_is_dropped_and_not_claimed():
    article = Article("a.txt", "Ada said Lovelace leads Ada.")
    ada = article.name(0, "Ada", "PERSON")
    same = article.relation(ada, "supports", ada, 0, "leads", voice="Attributed")
    article.claim(0, "Lovelace leads Ada", ada, "Ada", "said", states=(same,))
    store = graph_of(article.extraction())
    assert not store.query("ASK { { ?s a rdf:Statement } UNION { ?c cg:states ?s } UNION { ?x cg:supports ?y } }")


def test_event_has_its_participants_as_entities_and_as_words(sample):
    found = rows(
        sample,
        """SELECT ?role ?value WHERE {
            <https://example.org/kg/event/arrest-2024-05-13> ?role ?value
            FILTER(?role IN (cg:actor, cg:target, sem:hasPlace, cg:actorText, cg:targetText, cg:placeText, cg:date,
                cg:timeText))
        } ORDER BY ?role ?value""",
    )
    assert {(r.rsplit("#")[-1].rsplit("/")[-1], str(v)) for r, v in found} == {
        ("actorText", "Police"),
        ("actorText", "police"),
        ("targetText", "40 dockers"),
        ("targetText", "at least 60 dockers"),
        ("hasPlace", BASE + "city/tromsvik"),
        ("placeText", "Tromsvik"),
        ("date", "2024-05-13"),
        ("timeText", "13 May 2024"),
    }


def test_event_cites_every_sentence_of_every_document_that_reports_it(sample):
    found = rows(
        sample,
        """SELECT ?file WHERE { <https://example.org/kg/event/arrest-2024-05-13>
            prov:wasDerivedFrom/nif:referenceContext/cg:sourceFile ?file }""",
    )
    assert sorted(found) == [("post/walkout.txt",), ("wire/arrests.txt",)]


def test_event_told_only_by_those_quoted_is_attributed(sample):
    found = rows(sample, "SELECT ?label ?voice { ?e a sem:Event ; rdfs:label ?label ; cg:voice ?voice }")
    voices = {label.partition("-")[0]: set() for label, _ in found}
    for label, voice in found:
        voices[label.partition("-")[0]].add(voice.rsplit("#")[-1])
    assert voices["Attack"] == {"Attributed"}
    assert voices["Departure"] == {"Narrator"}
    assert voices["Arrest"] == {"Narrator", "Attributed"}  # the dated one is vouched for by the Post


@pytest.mark.parametrize(
    ("modalities", "expected"),
    [
        (["Planned", "Actual"], "Actual"),
        (["Hypothetical", "Planned"], "Planned"),
        (["Generic", "Hypothetical"], "Hypothetical"),
        (["Planned", "Negated"], "Negated"),
    ],
)
def test_event_has_the_most_settled_modality_of_its_reports(modalities, expected):
    made = []
    for number, modality in enumerate(modalities):
        article = Article(f"{number}.txt", "Dockers strike on 1 May 2024.")
        article.event("Strike", 0, "strike", time=("1 May 2024", "2024-05-01"), modality=modality)
        made.append(article.extraction())
    assert rows(graph_of(*made), "SELECT ?m { ?e cg:modality ?m }") == [(f"https://w3id.org/citegraph/ns#{expected}",)]


def test_event_without_a_day_of_the_calendar_keeps_the_words_alone():
    article = Article("a.txt", "They met on 31 February.")
    article.event("Meeting", 0, "met", time=("31 February", "2024-02-31"))
    assert rows(graph_of(article.extraction()), "SELECT ?t ?d { ?e cg:timeText ?t OPTIONAL { ?e cg:date ?d } }") == [
        ("31 February", None)
    ]


def test_claim_has_its_text_claimant_cue_and_what_it_is_about(sample):
    found = rows(
        sample,
        """SELECT ?label ?text ?who ?words ?cue ?polarity ?certainty ?voice ?file ?about ?states WHERE {
            ?c a schema:Claim ; rdfs:label ?label ; schema:text ?text ; cg:claimant/schema:name ?who ;
                cg:claimantText ?words ;
                cg:cue ?cue ; cg:polarity ?polarity ; cg:certainty ?certainty ; cg:voice ?voice ;
                schema:appearance/cg:sourceFile ?file ; schema:about/schema:name ?about ; cg:states/rdfs:label ?states
            FILTER(?cue = "denied")
        }""",
    )
    assert [tuple(str(v).rsplit("#")[-1] for v in row) for row in found] == [
        (
            "Mira Solberg denied: she opposes the Dockers Union",
            "she opposes the Dockers Union",
            "Mira Solberg",
            "She",
            "denied",
            "Denied",
            "Certain",
            "Attributed",
            "post/walkout.txt",
            "Dockers Union",
            "Mira Solberg — opposes — Dockers Union",
        )
    ]


def test_claim_of_nobody_named_and_according_to_have_readable_labels(sample):
    labels = {label for (label,) in rows(sample, "SELECT ?l { ?c a schema:Claim ; rdfs:label ?l }")}
    assert "According to neighbours: masked men beat Lind" in labels
    assert "Harbour Post: Police arrested 40 dockers in Tromsvik on 13 May 2024" in labels
    article = Article("a.txt", "Prices rose, it is said.")
    article.claim(0, "Prices rose", None, "", "")
    assert rows(graph_of(article.extraction()), "SELECT ?l { ?c a schema:Claim ; rdfs:label ?l }") == [
        ("unnamed source: Prices rose",)
    ]


def test_claim_points_to_all_statements_of_a_relation_that_its_own_sentence_does_not_state():
    article = Article("a.txt", "Ada leads Oslo.", "Ada confirmed that.")
    ada, oslo = article.name(0, "Ada", "PERSON"), article.name(0, "Oslo", "CITY")
    heads = article.relation(ada, "headOf", oslo, 0, "leads", voice="Attributed")
    article.claim(1, "that", ada, "Ada", "confirmed", states=(heads,))
    assert len(rows(graph_of(article.extraction()), "SELECT ?s { ?c cg:states ?s }")) == 1


def test_figure_has_bounds_unit_and_what_it_counts(sample):
    found = rows(
        sample,
        """SELECT ?label ?minimum ?maximum ?unit ?event ?about WHERE {
            ?c cg:quantity ?q . ?q rdfs:label ?label ; schema:unitText ?unit ; cg:countOf/rdfs:label ?event ;
                cg:approximate ?about
            OPTIONAL { ?q schema:minValue ?minimum } OPTIONAL { ?q schema:maxValue ?maximum }
        } ORDER BY ?minimum ?event""",
    )
    assert found[0] == ("40 dockers", 40, 40, "dockers", "Arrest-2024-05-13", False)
    assert found[1] == ("at least 60 dockers", 60, None, "dockers", "Arrest-2024-05-13", False)


def test_figure_of_the_author_is_claimed_by_the_publisher(sample):
    found = rows(
        sample,
        """SELECT ?who ?name { ?c cg:voice cg:Narrator ; cg:claimant ?who . ?who schema:name ?name ;
            a schema:Organization }""",
    )
    assert found == [(BASE + "outlet/harbour-post", "Harbour Post")]


def test_joint_claimants_have_a_claim_each():
    article = Article("a.txt", "Ada and Bo said rain fell.")
    ada, bo = article.name(0, "Ada", "PERSON"), article.name(0, "Bo", "PERSON")
    for who in (ada, bo):
        article.claim(0, "rain fell", who, "Ada and Bo", "said")
    assert len(rows(graph_of(article.extraction()), "SELECT ?c { ?c a schema:Claim }")) == 2


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


def test_comparison_names_its_claims_its_verdict_and_why(sample):
    found = rows(
        sample,
        """SELECT ?verdict ?dimension ?because ?text WHERE {
            ?x a cg:ClaimComparison ; cg:compares/schema:text ?text ; cg:verdict ?verdict ; cg:dimension ?dimension ;
                cg:because ?because FILTER(?verdict = cg:Conflict) } ORDER BY ?text""",
    )
    assert [(v.rsplit("#")[-1], d.rsplit("#")[-1], b, t[:22]) for v, d, b, t in found] == [
        ("Conflict", "Quantity", "Harbour Post: 40; Dockers Union: at least 60", "Police arrested 40 doc"),
        ("Conflict", "Quantity", "Harbour Post: 40; Dockers Union: at least 60", "police arrested at lea"),
    ]
    assert sample.query(
        "ASK { ?a cg:conflictsWith ?b . ?b cg:conflictsWith ?a . ?c cg:agreesWith ?d . ?d cg:agreesWith ?c }"
    )


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


def test_statements_and_claims_keep_their_iris_whoever_an_entity_turns_out_to_be():
    extractions, comparisons = corpus()

    def nodes(found):
        kinds = {term("rdf:Statement"), term("schema:Claim"), term("cg:ClaimComparison")}
        return {t.subject for t in found if t.predicate == term("rdf:type") and t.object in kinds}

    before = nodes(mapper(extractions, comparisons).triples(extractions))
    made = mapper(extractions, comparisons)
    known = made.resolution._entities
    known["person/mira-solberg"] = known["person/mira-solberg"].model_copy(update={"id": "person/mira-k-solberg"})
    after = set(made.triples(extractions))
    assert any(t.object == NamedNode(BASE + "person/mira-k-solberg") for t in after)
    assert nodes(after) == before


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
