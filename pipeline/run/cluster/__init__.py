"""Builds on a cluster, on Dask distributed, and articles and graphs at addresses: `pip install 'citegraph[cluster]'`.

connection   a cluster by its address, or one that is started here
storage      files at an address: s3://, gs://, hdfs://, file:// ...
parts        the articles at some addresses, in parts
tasks        what workers do to documents that they are sent
extracting   documents of this machine, extracted by a cluster into the cache here
spreading    work handed out to workers, some of which may die
partition    what workers do to a part of the articles, and of the graph
excerpts     what of the corpus a part has to be told
partitioned  a build from addresses to an address
"""

from pipeline.run.cluster.connection import connected
from pipeline.run.cluster.extracting import in_cluster

__all__ = ["connected", "in_cluster"]
