"""The command line. One file a group of commands, imported when one of them is asked for (`app`).

`main` turns every error into one line and an exit status.
"""

from __future__ import annotations

import sys
import traceback

from pipeline.cli.advice import advice
from pipeline.cli.app import app, harmless
from pipeline.errors import BuildInProgressError, CitegraphError

__all__ = ["app", "main"]

FAILED, BUSY = 2, 3


def main() -> None:
    """Run the command line and leave with its exit status: 0 clean, 1 done with skipped documents, 2 could not run.

    3 says that another build writes to the same folder: only that it is to be tried again later; 130 (`app`), that
    Ctrl-C stopped it.
    """
    try:
        app()
    except BuildInProgressError as error:
        sys.stderr.write(f"citegraph: {harmless(advice(str(error)))}\n")
        sys.exit(BUSY)
    except CitegraphError as error:
        sys.stderr.write(f"citegraph: {harmless(advice(str(error)))}\n")
        sys.exit(FAILED)
    except Exception:  # noqa: BLE001  nothing but a fault of our own gets here; it must not pass for status 1
        sys.stderr.write(traceback.format_exc())
        sys.stderr.write("citegraph: this is a fault in citegraph; please report it with the lines above\n")
        sys.exit(FAILED)
