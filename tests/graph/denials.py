"""An article made by hand in which one denies an event, two claim one, and the author tells of one."""

from __future__ import annotations

from newsroom import Article

from pipeline.records import Extraction

__all__ = ["herald"]

DENIED = "The army denied that soldiers had shelled Olsk."
CLAIMED = "Ada Moor said that rebels had burned Olsk, and neighbours said so too."
TOLD = "Rebels robbed a bank in Olsk."
NESTED = "The ministry said that the army denies the raid on Olsk."
JOB = "According to Ada Moor, Pavel Ruta heads the council of Olsk."


def herald() -> Extraction:
    """Events of one town: denied, claimed by two, told by the author, and denied in what somebody says."""
    article = Article("herald.txt", DENIED, CLAIMED, TOLD, NESTED, JOB)
    army = article.name(0, "The army", "ORG", "Army")
    olsk = article.name(0, "Olsk", "CITY")
    moor = article.name(1, "Ada Moor", "PERSON")
    for at in (1, 2, 3):
        article.name(at, "Olsk", "CITY")
    ruta = article.name(4, "Pavel Ruta", "PERSON")
    council = article.name(4, "council of Olsk", "ORG", "Council")
    place = [("Olsk", olsk)]
    shelled = article.event("Attack", 0, "shelled", actors=[("The army", army)], targets=place, places=place)
    burned = article.event("Disaster", 1, "burned", targets=[("Ada Moor", moor), *place], places=place)
    article.event("Transaction", 2, "robbed", places=place)
    raid = article.event("Coercion", 3, "raid", actors=[("Olsk", olsk)])
    article.claim(0, DENIED[21:-1], army, "The army", "denied", polarity="Denied", about_events=(shelled,))
    article.claim(1, CLAIMED[19:41], moor, "Ada Moor", "said", about_events=(burned,))
    article.claim(1, CLAIMED[19:41], None, "neighbours", "said", about_events=(burned,))
    article.claim(3, NESTED[23:-1], None, "The ministry", "said", about_events=(raid,))
    article.claim(3, "the raid on Olsk", army, "the army", "denies", polarity="Denied", about_events=(raid,))
    head = article.relation(ruta, "headOf", council, 4, JOB[23:-1], voice="Attributed")
    article.claim(4, JOB[23:-1], moor, "Ada Moor", "According to", about=(ruta,), states=(head,))
    return article.extraction()
