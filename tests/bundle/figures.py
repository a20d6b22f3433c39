"""Prints the figures of the packaged program for docs/benchmarks.md.

    python -m tests.bundle.figures [--rounds 10]

Sizes of what is in `dist`; and, packaged and from the checkout in turns, warm: seconds from the
start to the first paint of the window on a virtual screen, of `s3enc --version` and of an upload of
4 KiB to SeaweedFS; memory of the idle window. Needs `make packages`.
"""

from __future__ import annotations

import argparse
import mmap
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

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
_LIMIT = 60.0  # seconds
_IDLE = 4.0  # seconds after the first paint


def main() -> int:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(prog="tests.bundle.figures")
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    print("| | MB |\n|---|---|")
    for path in (BUNDLE, *sorted(ROOT.glob("dist/s3enc[_-]*"))):
        print(f"| `{path.name}`{_count(path)} | {_size(path) / 1e6:.1f} |")
    print("\n| | packaged | checkout |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, Desktop() as desktop:
        server = SeaweedFS(Path(folder))
        server.launch()
        try:
            _programs(desktop, server, Path(folder), rounds)
        finally:
            server.stop()
    return 0


def _programs(desktop: Desktop, server: SeaweedFS, folder: Path, rounds: int) -> None:
    environment = {**desktop.environment(), **server.server().environment()}
    bucket = f"figures-{uuid.uuid4().hex[:8]}"
    server.server().client("s3").create_bucket(Bucket=bucket)

    def command(*words: str) -> Callable[[str], float]:
        return lambda way: _seconds([*WAYS[way][0], *words], environment)

    def upload(way: str) -> float:
        file = folder / f"{uuid.uuid4().hex}.bin"
        file.write_bytes(file.name.encode() * 110)
        return command("upload", str(file), f"s3://{bucket}/")(way)

    _row("`s3enc --version`, s", command("--version"), rounds)
    _row("`s3enc upload` of 4 KiB, verified, s", upload, rounds)
    memory: dict[str, list[float]] = {way: [] for way in WAYS}

    def start(way: str) -> float:
        seconds, megabytes = _window(desktop, WAYS[way][1], environment)
        memory[way].append(megabytes)
        return seconds

    _row("window: start to first paint, s", start, rounds)
    shown = " | ".join(f"{statistics.median(memory[way]):.0f}" for way in WAYS)
    print(f"| window: idle, RSS, MB | {shown} |")


def _row(name: str, measure: Callable[[str], float], rounds: int) -> None:
    for way in WAYS:
        measure(way)  # warms the caches
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            found[way].append(measure(way))
    cells = [
        f"{statistics.median(one):.2f} ({min(one):.2f}–{max(one):.2f})" for one in found.values()
    ]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    return seconds


def _window(
    desktop: Desktop, command: list[str], environment: dict[str, str]
) -> tuple[float, float]:
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
            seconds = time.perf_counter() - begin
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
