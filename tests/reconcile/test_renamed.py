from extractions import article
from judging import decide, part

from pipeline.reconcile import reconcile
from pipeline.reconcile.parts import DocumentName
from pipeline.reconcile.renamed import found_again

RUSSIA = ("COUNTRY", "Russia")
ONE, TWO, THREE = (
    article(f"{i}.txt", ("PERSON", "Ivan Petrov"), ("CITY", city), RUSSIA) for i, city in enumerate("ABC")
)


def moved(extraction, file):
    return extraction.model_copy(update={"document": extraction.document.model_copy(update={"source_file": file})})


def names(*articles):
    return [DocumentName.of(a.document) for a in articles]


def test_renamed_documents_are_found_by_their_text():
    decision = decide("different", part("Ivan Petrov", ONE), part("Ivan Petrov"))
    there = [moved(ONE, "archive/one.txt"), TWO, THREE]
    (found,) = found_again([decision], names(*there))
    assert found.id == decision.id
    assert found.left.parts[0].document.file == "archive/one.txt"
    assert found.right == decision.right
    who = [reconcile(there, [found]).entity_of(a.document.id, 0).id for a in there]
    assert who[0] != who[1] == who[2]


def test_renamed_documents_are_not_looked_for_while_they_are_there():
    decision = decide("different", part("Ivan Petrov", ONE), part("Ivan Petrov"))
    reprint = moved(ONE, "0-reprint.txt")
    assert found_again([decision], names(reprint, ONE)) == [decision]
    found = reconcile([reprint, ONE, TWO], [decision])
    assert found.entity_of(reprint.document.id, 0) == found.entity_of(TWO.document.id, 0)
    assert found_again([decision], names(TWO)) == [decision], "nothing is known of it any more"
