"""Runs `s3enc` in forked children of a process that has everything imported.

    python -m tests.resilience.fork_server RANGE_SIZE PART_SIZE

Downloads request ranges of RANGE_SIZE bytes, changes of encryption copy larger objects in parts of
PART_SIZE bytes; 0: as the program does. Input is one JSON object per line: `arguments`,
`environment`, `out` and `err` (files to append to). Output is one object with the child's `pid`,
and one with its `status` at its end (as of `waitpid`). The child is reaped only with the next line,
so that its pid is not reused before.
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
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NoReturn

import s3enc_gui
from s3enc_gui.cli import command_line, download
from s3enc_gui.s3.service_models import _Files, prepare_loading

_WITHOUT_COMMANDS = ("s3enc_gui.gui", "s3enc_gui.app", "s3enc_gui.demo", "s3enc_gui.__main__")
_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def _prepare() -> None:
    """Import all modules and load service descriptions once, before forking.

    No awscrt client is created: its threads would not exist in the children.
    """
    import botocore.session

    for module in walk_packages(s3enc_gui.__path__, "s3enc_gui."):
        if not module.name.startswith(_WITHOUT_COMMANDS):
            import_module(module.name)
    load = functools.cache(_Files().load_file)
    files: Any = _Files
    files.load_file = lambda _, path: load(path)
    session: Any = botocore.session.Session()
    prepare_loading(session)
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    for service in ("s3", "kms", "sts"):
        session.create_client(service, region_name="us-east-1", **keys).close()
    gc.freeze()  # keeps memory shared with the children
    if sys.platform == "linux":
        assert len(list(Path("/proc/self/task").iterdir())) == 1, "a fork would lose threads"


def _set_range_size(size: int) -> None:
    from s3enc_gui.jobs.downloads import run
    from s3enc_gui.jobs.downloads.download import DownloadObjects

    job: Any = DownloadObjects
    vars(download)["DownloadObjects"] = partial(job, range_size=size)
    run.SMALL = size


def _set_part_size(size: int) -> None:
    from s3enc_gui.cli.reencrypt import commands
    from s3enc_gui.s3.copies.copier import CopySizes

    for name in ("PlanReencryption", "RunReencryption"):
        vars(commands)[name] = partial(vars(commands)[name], sizes=CopySizes(size, size))


def _run(order: dict[str, Any]) -> NoReturn:
    os.setsid()
    if sys.platform == "linux":  # so that no child survives the tests
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(order["environment"])
    for file, descriptor in ((os.devnull, 0), (order["out"], 1), (order["err"], 2)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    status = 70
    try:
        status = command_line.run(order["arguments"])
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _send(**answer: int) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    """Run one command after the other, until the input ends."""
    _prepare()
    for given, use in zip(sys.argv[1:], (_set_range_size, _set_part_size), strict=True):
        if size := int(given):
            use(size)
    child = 0
    for line in sys.stdin:
        if child:
            os.waitpid(child, 0)
        order = json.loads(line)
        child = os.fork()
        if not child:
            _run(order)
        _send(pid=child)
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        killed = ended.si_code == os.CLD_KILLED
        _send(status=-ended.si_status if killed else ended.si_status)
    if child:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
