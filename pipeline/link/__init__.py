"""Optional links to items of another data set, such as Wikidata. Off unless it is called: no build asks anybody.

`dossiers` gathers what the documents say of an entity; `client` asks an endpoint politely, `search` in batches, and
`answers` remembers; `scoring` and `judging` compare; `links` is the file that comes of it, and `overlay` lays it on the
entities of a build, below what people decided. `wikidata` alone knows how the other data set says things.
"""
