"""Runs a command and prints as JSON: status, seconds, CPU seconds, peak bytes.

    python -I -S meter.py OUTPUT COMMAND…

It is a separate process because Linux includes the memory of the parent at the start of a command
in its peak, and this interpreter uses very little.
"""

from __future__ import annotations

import json
import os
import sys
import time

_TO_BYTES = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Measure from the start of the command to its end."""
    output, *command = sys.argv[1:]
    words = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    same = [(os.POSIX_SPAWN_DUP2, words, 1), (os.POSIX_SPAWN_DUP2, words, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=same)
    _, status, used = os.wait4(child, 0)
    took = time.perf_counter() - start
    figures = {
        "status": os.waitstatus_to_exitcode(status),
        "wall": took,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * _TO_BYTES,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
