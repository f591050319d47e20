"""The command line. One file a group of commands, imported when one of them is asked for (`app`).

`main` turns every error into one line and an exit status.
"""

from __future__ import annotations

import os
import sys
import traceback

from pipeline.cli.app import app
from pipeline.errors import BuildInProgressError, CitegraphError

__all__ = ["app", "main"]

CLEAN, SKIPPED, FAILED, BUSY, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    """Run the command line and leave with its exit status: 0 clean, 1 done with skipped documents, 2 could not run.

    3 says that another build writes to the same folder: only that it is to be tried again later.
    """
    try:
        app()
    except BuildInProgressError as error:
        sys.stderr.write(f"citegraph: {error}\n")
        sys.exit(BUSY)
    except CitegraphError as error:
        sys.stderr.write(f"citegraph: {error}\n")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.stderr.write("citegraph: stopped; what was read so far is kept, and the same command takes it up again\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output left, as `head` does; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLEAN)
    except Exception:  # noqa: BLE001  nothing but a fault of our own gets here; it must not pass for status 1
        sys.stderr.write(traceback.format_exc())
        sys.stderr.write("citegraph: this is a fault in citegraph; please report it with the lines above\n")
        sys.exit(FAILED)
