"""Runs `s3enc` in forked children of a process that has imported everything already.

    python -m tests.resilience.fork_server [RANGE_SIZE]

Downloads fetch ranges of RANGE_SIZE bytes, and what has no more in one request. One JSON object a
line comes in: `words`, `environment`, `out` and `err` (files that are appended to). One goes out
with the child's `pid`, one with its `status` at its end (as `waitpid` gives it). The child is
reaped only when the next line comes: until then nobody else can have its pid.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import json
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from s3enc_gui.cli import command_line

_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def _prepare() -> None:
    """Do what a run does late: import, and read the descriptions of the services, once for all.

    No awscrt client is made here: it would start threads, and a fork has only the one that forks.
    """
    import boto3.session
    import botocore.endpoint
    import botocore.handlers  # noqa: F401
    from botocore.loaders import JSONFileLoader

    load = functools.cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _, path: load(path)  # type: ignore[method-assign, assignment]
    session = boto3.session.Session("none", "none", region_name="us-east-1")
    for service in ("s3", "kms", "sts"):
        make: Any = session.client
        make(service).close()
    gc.freeze()  # what is there already stays shared with the children
    if sys.platform == "linux":
        assert len(list(Path("/proc/self/task").iterdir())) == 1, "a fork would lose threads"


def _fetch_in_ranges(size: int) -> None:
    from s3enc_gui.cli import download
    from s3enc_gui.jobs.downloads import run
    from s3enc_gui.jobs.downloads.download import DownloadObjects

    job: Any = DownloadObjects
    vars(download)["DownloadObjects"] = partial(job, range_size=size)
    run.SMALL = size


def _run(order: dict[str, Any]) -> NoReturn:
    os.setsid()
    if sys.platform == "linux":  # no program that waits for ever, whatever becomes of the tests
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(order["environment"])
    for file, descriptor in ((os.devnull, 0), (order["out"], 1), (order["err"], 2)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    status = 70
    try:
        status = command_line.run(order["words"])
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _say(**answer: int) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    """Serve one run after the other, until the input ends."""
    _prepare()
    if len(sys.argv) > 1:
        _fetch_in_ranges(int(sys.argv[1]))
    child = 0
    for line in sys.stdin:
        if child:
            os.waitpid(child, 0)
        order = json.loads(line)
        child = os.fork()
        if not child:
            _run(order)
        _say(pid=child)
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        killed = ended.si_code == os.CLD_KILLED
        _say(status=-ended.si_status if killed else ended.si_status)
    if child:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
