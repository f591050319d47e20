from parses import document_of, parsed

from pipeline.extract import coreference, mentions
from pipeline.extract.scene import Scene
from pipeline.records import Chain, EntityLabel, Mention, MentionForm


def resolved(rows: str) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    doc = parsed(rows)
    document = document_of(doc)
    return coreference.resolve(Scene(document, doc, mentions.find(Scene(document, doc))))


def chains(rows: str) -> dict[str, list[str]]:
    """The surfaces of each chain's mentions, by the chain's name."""
    found, groups = resolved(rows)
    return {c.name: [found[i].surface for i in c.mentions] for c in groups}


def sentence(*names: tuple[str, str], verb: str = "spoke") -> str:
    """ "X, Y and Z spoke." with each name a (text, label)."""
    rows: list[str] = []
    first = 1
    for n, (name, label) in enumerate(names):
        words = name.split()
        at = len(rows) + 1
        for i, word in enumerate(words):
            head, dep = (0, "nsubj") if i == 0 and n == 0 else (first, "conj") if i == 0 else (at, "flat")
            rows.append(f"{word} {word} PROPN NNP {head or 'VERB'} {dep} {'B' if i == 0 else 'I'}-{label}")
        if n + 1 < len(names):
            rows.append(", , PUNCT , 1 punct")
    rows.append(f"{verb} {verb} VERB VBD 0 root NoSpace")
    at = len(rows)
    rows.append(f". . PUNCT . {at} punct")
    return "\n".join(r.replace("VERB nsubj", f"{at} nsubj") for r in rows)


def story(*sentences: str) -> str:
    return "\n\n".join(sentences)


def test_coreference_surname_joins_full_name() -> None:
    rows = story(sentence(("Olena Koval", "PERSON")), sentence(("Koval", "PERSON")))
    assert chains(rows) == {"Olena Koval": ["Olena Koval", "Koval"]}


def test_coreference_two_given_names_are_two_persons() -> None:
    rows = story(sentence(("Olena Koval", "PERSON")), sentence(("Taras Koval", "PERSON")))
    assert set(chains(rows)) == {"Olena Koval", "Taras Koval"}


def test_coreference_shared_surname_goes_to_the_one_named_last() -> None:
    rows = story(
        sentence(("Olena Koval", "PERSON")), sentence(("Taras Koval", "PERSON")), sentence(("Koval", "PERSON"))
    )
    assert chains(rows)["Taras Koval"] == ["Taras Koval", "Koval"]


def test_coreference_father_and_son_of_one_name_are_two_persons() -> None:
    rows = story(
        sentence(("Taras Koval Sr", "PERSON")),
        sentence(("Taras Koval Jr", "PERSON")),
        sentence(("Koval Jr", "PERSON")),
        sentence(("Taras Koval", "PERSON")),
    )
    found = chains(rows)
    assert found["Taras Koval Sr"] == ["Taras Koval Sr"]
    assert found["Taras Koval Jr"] == ["Taras Koval Jr", "Koval Jr", "Taras Koval"], "whom the text spoke of last"


def test_coreference_a_sentence_that_names_the_junior_beside_the_name_tells_two_persons() -> None:
    rows = story(sentence(("Taras Koval Jr", "PERSON"), ("Taras Koval", "PERSON")))
    assert set(chains(rows)) == {"Taras Koval Jr", "Taras Koval"}
    rows = story(sentence(("Taras Koval Jr", "PERSON")), sentence(("Taras Koval", "PERSON")))
    assert set(chains(rows)) == {"Taras Koval Jr"}


def test_coreference_kings_of_one_name_are_told_apart_by_their_number() -> None:
    rows = story(sentence(("Olaf II", "PERSON")), sentence(("Olaf I", "PERSON")), sentence(("Olaf II", "PERSON")))
    assert chains(rows) == {"Olaf II": ["Olaf II", "Olaf II"], "Olaf I": ["Olaf I"]}


MR_KOVAL = """
Mr Mr PROPN NNP 3 nsubj
Koval Koval PROPN NNP 1 flat B-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""


def test_coreference_title_tells_siblings_apart() -> None:
    rows = story(sentence(("Taras Koval", "PERSON")), sentence(("Olena Koval", "PERSON")), MR_KOVAL.strip())
    assert "Koval" in chains(rows)["Taras Koval"]


def test_coreference_initial_stands_for_given_name() -> None:
    rows = story(sentence(("Olena Koval", "PERSON")), sentence(("O. Koval", "PERSON")))
    assert len(chains(rows)) == 1


def test_coreference_person_and_city_of_one_name_stay_apart() -> None:
    rows = story(
        sentence(("Denzel Washington", "PERSON")),
        sentence(("Washington", "CITY"), verb="slept"),
        sentence(("Washington", "CITY"), verb="woke"),
        sentence(("Washington", "PERSON"), verb="smiled"),
    )
    found, groups = resolved(rows)
    by_label = {c.label: [found[i].surface for i in c.mentions] for c in groups}
    assert by_label[EntityLabel.CITY] == ["Washington", "Washington"]
    assert by_label[EntityLabel.PERSON] == ["Denzel Washington", "Washington"]


def test_coreference_countries_by_other_names() -> None:
    rows = story(sentence(("US", "COUNTRY")), sentence(("United States", "COUNTRY")), sentence(("America", "COUNTRY")))
    assert list(chains(rows)) == ["United States"]


def test_coreference_peoples_keep_their_own_forms() -> None:
    rows = story(sentence(("Peruvian", "NORP")), sentence(("Peruvians", "NORP")), sentence(("Peru", "COUNTRY")))
    assert set(chains(rows)) == {"Peruvian", "Peruvians", "Peru"}


def test_coreference_acronym_of_the_one_that_fits() -> None:
    rows = story(
        sentence(("Kazan Transport Route", "ORG"), ("Union of Harbour Workers", "ORG")), sentence(("KTR", "ORG"))
    )
    assert chains(rows)["Kazan Transport Route"] == ["Kazan Transport Route", "KTR"]


def test_coreference_acronym_that_fits_two_joins_neither() -> None:
    rows = story(sentence(("Kazan Transport Route", "ORG"), ("Kyiv Theatre Review", "ORG")), sentence(("KTR", "ORG")))
    assert chains(rows)["KTR"] == ["KTR"]


def test_coreference_short_form_of_a_body() -> None:
    rows = story(sentence(("Surma Holdings Ltd", "ORG")), sentence(("Surma", "ORG")))
    assert len(chains(rows)) == 1


def test_coreference_part_of_a_body_is_not_the_body() -> None:
    rows = story(sentence(("Surma University Press", "ORG")), sentence(("Surma University", "ORG")))
    assert len(chains(rows)) == 2


SHE = """
Olena Olena PROPN NNP 3 nsubj B-PERSON
Koval Koval PROPN NNP 1 flat I-PERSON
met meet VERB VBD 0 root
Taras Taras PROPN NNP 3 obj B-PERSON
Bondar Bondar PROPN NNP 4 flat I-PERSON NoSpace
. . PUNCT . 3 punct

Later later ADV RB 3 advmod
she she PRON PRP 3 nsubj
praised praise VERB VBD 0 root
him he PRON PRP 3 obj NoSpace
. . PUNCT . 3 punct
"""


def test_coreference_pronouns_follow_gender() -> None:
    assert chains(SHE) == {"Olena Koval": ["Olena Koval", "she"], "Taras Bondar": ["Taras Bondar", "him"]}


BINDING = """
Taras Taras PROPN NNP 3 nsubj B-PERSON
Bondar Bondar PROPN NNP 1 flat I-PERSON
blamed blame VERB VBD 0 root
him he PRON PRP 3 obj NoSpace
. . PUNCT . 3 punct
"""


def test_coreference_object_pronoun_is_not_its_subject() -> None:
    assert chains(BINDING) == {"Taras Bondar": ["Taras Bondar"]}


REFLEXIVE = BINDING.replace("him he", "himself himself")


def test_coreference_reflexive_is_its_subject() -> None:
    assert chains(REFLEXIVE) == {"Taras Bondar": ["Taras Bondar", "himself"]}


NAMELESS = """
Taras Taras PROPN NNP 3 nsubj B-PERSON
Bondar Bondar PROPN NNP 1 flat I-PERSON
rested rest VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

A a DET DT 2 det
waiter waiter NOUN NN 3 nsubj
said say VERB VBD 0 root
he he PRON PRP 5 nsubj
slipped slip VERB VBD 3 ccomp NoSpace
. . PUNCT . 3 punct
"""


def test_coreference_nameless_person_nearby_keeps_the_pronoun() -> None:
    assert chains(NAMELESS)["Taras Bondar"] == ["Taras Bondar"]


FRONTED = """
In in ADP IN 3 case
her her PRON PRP$ 3 nmod:poss
speech speech NOUN NN 7 obl NoSpace
, , PUNCT , 3 punct
Olena Olena PROPN NNP 7 nsubj B-PERSON
Koval Koval PROPN NNP 5 flat I-PERSON
wept weep VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""


def test_coreference_pronoun_before_its_subject() -> None:
    assert chains(FRONTED) == {"Olena Koval": ["her", "Olena Koval"]}


WIFE = """
Taras Taras PROPN NNP 3 nsubj B-PERSON
Bondar Bondar PROPN NNP 1 flat I-PERSON
arrived arrive VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

His his PRON PRP$ 2 nmod:poss
brother brother NOUN NN 4 nsubj
Ivan Ivan PROPN NNP 2 appos B-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""


def test_coreference_possessor_is_not_the_one_possessed() -> None:
    found = chains(WIFE)
    assert found["Taras Bondar"] == ["Taras Bondar", "His"]
    assert found["Ivan"] == ["brother", "Ivan"]


QUOTED = """
" " PUNCT `` 4 punct NoSpace
I I PRON PRP 4 nsubj
will will AUX MD 4 aux
resign resign VERB VB 8 ccomp NoSpace
, , PUNCT , 4 punct NoSpace
" " PUNCT '' 4 punct
Koval Koval PROPN NNP 8 nsubj B-PERSON
said say VERB VBD 0 root NoSpace
. . PUNCT . 8 punct
"""


def test_coreference_i_in_a_quotation_is_the_speaker() -> None:
    assert chains(QUOTED) == {"Koval": ["I", "Koval"]}


UNQUOTED = """
I I PRON PRP 2 nsubj
think think VERB VBP 0 root
Koval Koval PROPN NNP 4 nsubj B-PERSON
lied lie VERB VBD 2 ccomp NoSpace
. . PUNCT . 2 punct
"""


def test_coreference_i_of_the_author_is_nobody_named() -> None:
    assert chains(UNQUOTED) == {"Koval": ["Koval"]}


MINISTRY = """
The the DET DT 2 det
Ministry Ministry PROPN NNP 5 nsubj B-ORG
of of ADP IN 4 case I-ORG
Sport Sport PROPN NNP 2 nmod I-ORG
waited wait VERB VBD 0 root NoSpace
. . PUNCT . 5 punct

Then then ADV RB 4 advmod
the the DET DT 3 det
ministry ministry NOUN NN 4 nsubj
paid pay VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""


def test_coreference_definite_noun_of_a_name() -> None:
    assert chains(MINISTRY) == {"Ministry of Sport": ["Ministry of Sport", "the ministry"]}


PRESIDENT = """
Peruvian Peruvian ADJ JJ 2 amod B-NORP
President President PROPN NNP 5 nsubj
Ana Ana PROPN NNP 2 flat B-PERSON
Ruiz Ruiz PROPN NNP 2 flat I-PERSON
waited wait VERB VBD 0 root NoSpace
. . PUNCT . 5 punct

The the DET DT 2 det
president president NOUN NN 3 nsubj
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""


def test_coreference_title_and_later_noun_are_the_bearer() -> None:
    assert chains(PRESIDENT)["Ana Ruiz"] == ["President", "Ana Ruiz", "The president"]


def test_coreference_adjective_of_a_described_person_also_means_the_country() -> None:
    found, groups = resolved(PRESIDENT)
    (country,) = [c for c in groups if c.label is EntityLabel.COUNTRY]
    assert country.name == "Peru"
    assert [(found[i].surface, found[i].form) for i in country.mentions] == [("Peruvian", MentionForm.NOMINAL)]


def test_coreference_mentions_are_in_text_order_and_in_one_chain_each() -> None:
    found, groups = resolved(PRESIDENT)
    assert [m.span.begin for m in found] == sorted(m.span.begin for m in found)
    listed = [i for c in groups for i in c.mentions]
    assert sorted(listed) == list(range(len(found)))
