"""`python -m pipeline.cli` is the same as `citegraph`."""

from pipeline.cli import main

main()
