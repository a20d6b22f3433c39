"""A killed download is resumed with the missing ranges only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from s3enc_gui.store.downloads.part_file import part_path
from tests.end_to_end import children
from tests.resilience.program import user
from tests.resilience.range_s3 import range_s3

RANGES, RANGE = 64, 1 << 19
SIZE = RANGES * RANGE
IN_FLIGHT = 10  # concurrent ranges at most, which a kill loses
ROOT = Path(__file__).parents[2]
# As `s3enc download`, with smaller ranges.
PROGRAM = f"""import sys
from s3enc_gui.cli import download, main
job = download.DownloadObjects
download.DownloadObjects = lambda request, **more: job(request, range_size={RANGE}, **more)
sys.exit(main(sys.argv[1:]))"""


def test_only_missing_ranges_are_requested_after_a_kill(tmp_path):
    data = os.urandom(SIZE)
    arguments = ["download", "s3://bucket/large.bin", str(tmp_path / "to") + "/", "--json"]
    log = tmp_path / "log"
    with range_s3(data) as s3:
        environment = user(tmp_path / "user", s3.server)

        def start() -> subprocess.Popen[bytes]:
            argv = [sys.executable, "-c", PROGRAM, *arguments]
            return children.start(argv, environment, log=log, cwd=ROOT)

        process = start()
        try:
            s3.when_served(SIZE // 2, process.kill)
            assert process.wait(30) == -signal.SIGKILL
        finally:
            children.stop(process)
        names = [path.name for path in (tmp_path / "to").iterdir()]
        assert names == [part_path(tmp_path / "to" / "large.bin").name]
        assert s3.gets < RANGES
        process = start()
        try:
            assert process.wait(30) == 0, log.read_text()
        finally:
            children.stop(process)
        assert RANGES < s3.gets <= RANGES + IN_FLIGHT
    assert (tmp_path / "to" / "large.bin").read_bytes() == data
    assert len(list((tmp_path / "to").iterdir())) == 1
    assert "Resuming an interrupted download" in log.read_text()
