"""Statements, events, claims, figures and comparisons as triples."""

import pytest
from newsroom import BASE, Article, corpus, graph_of, mapper, rows, sample_store, side
from pyoxigraph import NamedNode

from pipeline.graph.namespaces import term
from pipeline.records import ClaimComparison


@pytest.fixture(scope="module")
def sample():
    return sample_store()


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


def test_comparison_gives_hearsay_to_somebody_and_not_to_the_author():
    ledger = Article("ledger.txt", "The mayor allegedly met Brandt.", "The lawyer said that she never met him.")
    rumour = ledger.claim(0, "met Brandt", None, "", "allegedly")
    denial = ledger.claim(1, "she never met him", None, "The lawyer", "said")
    told = ledger.extraction()
    sides = side(told, rumour), side(told, denial, "The lawyer")
    found = rows(
        graph_of(told, comparisons=[ClaimComparison(sides=sides, verdict="Conflict", because="so and not so")]),
        "SELECT ?voice ?who { ?side cg:order ?order ; cg:voice ?voice ; cg:speakerText ?who } ORDER BY ?order",
    )
    assert [(voice.rpartition("#")[2], who) for voice, who in found] == [
        ("Attributed", "somebody"),
        ("Attributed", "The lawyer"),
    ]
