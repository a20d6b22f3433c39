"""Writes the results and the machine as Markdown, without paths and host names."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.bench.metering import Medians
from tests.bench.programs import Program
from tests.bench.rounds import Row

_MIB = 1024 * 1024
_GIB = 1024 * _MIB
_COLUMNS = (
    "load",
    "program",
    "seconds (least–most)",
    "CPU seconds",
    "peak MiB",
    "endpoint's CPU seconds",
    "S3enc ÷ it: seconds",
    "S3enc ÷ it: CPU",
)
_INTRODUCTION = """# Benchmarks

Written by `make bench`; do not edit. Each figure is the median of several rounds, in which the
programs take turns, each in its own process; a ratio below 1 means that S3enc needs less. All
request SSE-S3. S3enc also verifies each object: HeadObject before and after the upload, and a
CRC64NVME.

- `S3enc`: `s3enc upload --sse AES256 --quiet`
- `boto3`: `upload_file` with its ten threads; for many files, 32 threads with a file each
- `s5cmd`: `s5cmd cp --sse AES256`
- `rclone`: `rclone copy --transfers=32`
- `curl`: `curl --upload-file`, without a signature, checksum or verification
- HeadObject: 32 threads with S3enc's transport and with a boto3 client, without startup
- Encryption statuses: the job of the browser, and 32 threads with a boto3 client"""


@dataclass(frozen=True)
class Table:
    """The rows of one endpoint."""

    title: str
    remark: str
    rows: Sequence[Row]


def document(tables: Sequence[Table], window: str, programs: Sequence[Program]) -> str:
    """Return the page; `window` is the section about the window."""
    parts = [_INTRODUCTION, *map(_table, tables), window, _machine(programs)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(table: Table) -> str:
    lines = [line for row in table.rows for line in _lines(row)]
    head = [f"| {' | '.join(_COLUMNS)} |", f"|{'---|' * len(_COLUMNS)}"]
    return "\n".join([f"## {table.title}", "", table.remark, "", *head, *lines])


def _lines(row: Row) -> list[str]:
    ours = next(iter(row.programs.values()))
    title = f"{row.title}, {row.rounds} round{'s' if row.rounds > 1 else ''}"
    lines = []
    for name, figures in row.programs.items():
        cells = [title, name, *_cells(figures)]
        if figures is ours:
            cells += ["1", "1"]
        else:
            cells += [f"**{ours.wall / figures.wall:.2f}**", f"**{ours.cpu / figures.cpu:.2f}**"]
        lines.append(f"| {' | '.join(cells)} |")
        title = ""
    return lines


def _cells(figures: Medians) -> list[str]:
    return [
        f"{figures.wall:.2f} ({figures.fastest:.2f}–{figures.slowest:.2f})",
        f"{figures.cpu:.2f}",
        f"{figures.peak / _MIB:.0f}",
        f"{figures.endpoint_cpu:.2f}",
    ]


def _machine(programs: Sequence[Program]) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = [f"{program.name} {program.version}" for program in programs]
    versions += [f"{name} {version(name)}" for name in ("awscrt", "botocore")]
    return "\n".join(
        [
            "## The machine",
            "",
            f"- {_cpu()}, {os.cpu_count()} cores, {memory / _GIB:.0f} GiB",
            f"- {platform.system()} {platform.release()} {platform.machine()}",
            f"- Python {platform.python_version()}, {', '.join(versions)}",
            "- The endpoint runs on the same cores; files are in the page cache.",
        ]
    )


def _cpu() -> str:
    """The CPU model, if known."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()
