"""Writes the figures of the packaged program into docs/benchmarks.md.

    python -m tests.bundle.figures [--rounds 10] [--print]

Sizes of what is in `dist`; and, packaged and from the checkout in turns, warm: seconds from the
start to the first paint of the window on a virtual screen, of `s3enc --version` and of an upload of
4 KiB to SeaweedFS; memory of the idle window. CPU seconds say something on a busy machine, too.
Needs `make packages`.
"""

from __future__ import annotations

import argparse
import mmap
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.bench.packaged import HEADING, PAGE, with_section
from tests.end_to_end.desktop import Desktop
from tests.packaging.run import ROOT
from tests.servers.seaweedfs import SeaweedFS

BUNDLE = ROOT / "dist" / "s3enc"
_PYTHON = "import sys; from s3enc_gui.{} import main; sys.exit(main())"
WAYS = {
    "packaged": ([str(BUNDLE / "s3enc")], [str(BUNDLE / "s3enc-gui")]),
    "checkout": (
        [sys.executable, "-c", _PYTHON.format("cli")],
        [sys.executable, "-c", _PYTHON.format("__main__")],
    ),
}


class Seconds(NamedTuple):
    """How long something took, and what its process computed."""

    wall: float
    cpu: float


_ABOUT = (
    "Written by `python -m tests.bundle.figures` after `make packages`: medians (least–most), warm,"
    " packaged and checkout in turns; the window on a virtual screen. MB: 1,000,000 bytes."
)
_LIMIT = 60.0  # seconds
_IDLE = 4.0  # seconds after the first paint


def main() -> int:
    """Measure; write the section, or print it."""
    parser = argparse.ArgumentParser(prog="tests.bundle.figures")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--print", action="store_true", help="write nothing")
    options = parser.parse_args()
    lines = [HEADING, "", _ABOUT, "", "| | MB |", "|---|---|"]
    for path in (BUNDLE, *sorted(ROOT.glob("dist/s3enc[_-]*"))):
        lines.append(f"| `{path.name}`{_count(path)} | {_size(path) / 1e6:.1f} |")
    lines += ["", "| | packaged | checkout |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder, Desktop() as desktop:
        server = SeaweedFS(Path(folder))
        server.launch()
        try:
            lines += _programs(desktop, server, Path(folder), options.rounds)
        finally:
            server.stop()
    section = "\n".join(lines) + "\n"
    if options.print:
        print(section)
    else:
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), section), encoding="utf-8")
    return 0


def _programs(desktop: Desktop, server: SeaweedFS, folder: Path, rounds: int) -> list[str]:
    environment = {**desktop.environment(), **server.server().environment()}
    bucket = f"figures-{uuid.uuid4().hex[:8]}"
    server.server().client("s3").create_bucket(Bucket=bucket)

    def command(*words: str) -> Callable[[str], Seconds]:
        return lambda way: _seconds([*WAYS[way][0], *words], environment)

    def upload(way: str) -> Seconds:
        file = folder / f"{uuid.uuid4().hex}.bin"
        file.write_bytes(file.name.encode() * 110)
        return command("upload", str(file), f"s3://{bucket}/")(way)

    memory: dict[str, list[float]] = {way: [] for way in WAYS}

    def start(way: str) -> Seconds:
        seconds, megabytes = _window(desktop, WAYS[way][1], environment)
        memory[way].append(megabytes)
        return seconds

    rows = [
        _row("`s3enc --version`, s", command("--version"), rounds),
        _row("`s3enc upload` of 4 KiB, verified, s", upload, rounds),
        _row("window: start to first paint, s", start, rounds),
    ]
    shown = " | ".join(f"{statistics.median(memory[way]):.0f}" for way in WAYS)
    return [*rows, f"| window: idle, RSS, MB | {shown} |"]


def _row(name: str, measure: Callable[[str], Seconds], rounds: int) -> str:
    for way in WAYS:
        measure(way)  # warms the caches
    found: dict[str, list[Seconds]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            found[way].append(measure(way))
    cells = []
    for one in found.values():
        walls, cpus = [each.wall for each in one], [each.cpu for each in one]
        shown = f"{statistics.median(walls):.2f} ({min(walls):.2f}–{max(walls):.2f})"
        cells.append(f"{shown}, CPU {statistics.median(cpus):.2f}")
    return f"| {name} | {' | '.join(cells)} |"


def _seconds(command: list[str], environment: dict[str, str]) -> Seconds:
    used = _used_by_children()
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    return Seconds(seconds, _used_by_children() - used)


def _used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _used_by(process: int) -> float:
    """Return the CPU seconds of a process: fields 14 and 15 of its stat (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _window(
    desktop: Desktop, command: list[str], environment: dict[str, str]
) -> tuple[Seconds, float]:
    """Return the seconds until the middle of the screen has changed, and the megabytes then."""
    frame = desktop.folder / "Xvfb_screen0"
    with frame.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as screen:
        middle = slice(len(screen) // 2, len(screen) // 2 + 400_000)
        while len(set(screen[middle])) > 4:  # the window before is still there
            time.sleep(0.01)
        before = screen[middle]
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while screen[middle] == before:
                if time.perf_counter() - begin > _LIMIT:
                    raise SystemExit(f"{command}: no window")
                time.sleep(0.001)
            seconds = Seconds(time.perf_counter() - begin, _used_by(process.pid))
            time.sleep(_IDLE)
            status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        finally:
            process.terminate()
            process.wait(30)
    (resident,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return seconds, int(resident) * 1024 / 1e6


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(file.stat().st_size for file in files if not file.is_symlink())


def _count(path: Path) -> str:
    return "" if path.is_file() else f", {sum(one.is_file() for one in path.rglob('*'))} files"


if __name__ == "__main__":
    raise SystemExit(main())
