"""``python -m pipeline.pack pack.zip --docs DIR``: verify a pack with the standard library alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.errors import PackError
from pipeline.pack.verify import verify

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Print what became of a pack's quotes; returns 0 if all is as it says, 1 if not, 2 if the pack is refused."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.pack", description="Verify an evidence pack.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--docs", type=Path, help="the folder of documents, as the build was given it")
    given = parser.parse_args(arguments)
    try:
        report = verify(given.pack, given.docs)
    except PackError as error:
        sys.stderr.write(f"citegraph: {error}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
    return 0 if report.clean else 1


if __name__ == "__main__":
    sys.exit(main())
