"""Measures uploads of S3enc and other programs.

    python -m tests.bench [--quick] [--json FILE]

Writes docs/benchmarks.md. With --quick (less data, one round, the null sink only) the page is only
printed, because the figures have little meaning.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.endpoints import Endpoint, seaweedfs, sinks, vast_bucket
from tests.bench.loads import MIB, Load, many_small, one_large
from tests.bench.packaged import PAGE, section_of, with_section
from tests.bench.programs import Program, curl, programs
from tests.bench.report import Table, document
from tests.bench.rounds import Row, heads, statuses, uploads
from tests.bench.window import standstills, table

_SINK = (
    "A server on the same machine that discards the data, so that the client is measured; it isn't "
    "the bottleneck as long as its CPU seconds are below the seconds. S3 uses TLS; plain HTTP "
    "shows the programs without it."
)
_SEAWEEDFS = (
    "A server that stores and encrypts the objects, over TLS; it needs most of the CPU time itself."
)


@dataclass(frozen=True)
class Scale:
    """Sizes of the loads, and numbers of rounds."""

    large: int  # bytes
    small: int  # files
    statuses: int  # objects
    rounds_large: int
    rounds_small: int
    rounds_delayed: int
    rounds_stored: int  # at SeaweedFS; 0: not at all
    rounds_window: int  # 0: not at all


FULL = Scale(
    1024 * MIB,
    5000,
    10_000,
    rounds_large=5,
    rounds_small=3,
    rounds_delayed=2,
    rounds_stored=2,
    rounds_window=3,
)
QUICK = Scale(
    64 * MIB,
    100,
    200,
    rounds_large=1,
    rounds_small=1,
    rounds_delayed=1,
    rounds_stored=0,
    rounds_window=0,
)


@dataclass(frozen=True)
class Bench:
    """A run of the benchmarks."""

    scale: Scale
    programs: Sequence[Program]
    large: Load
    small: Load

    def at_sink(self, folder: Path) -> Table:
        """Measure the clients with the null sink."""
        few, many = self.scale.rounds_small, self.scale.rounds_large
        with sinks(folder) as sink:
            far = self.scale.rounds_delayed
            rows = [
                uploads(self._large_title, self.large, sink.tls, self.programs, many),
                *self.proxied(sink.tls_proxied, sink.tls_proxied_delayed),
                uploads(f"{self._small_title} over TLS", self.small, sink.tls, self.programs, few),
                uploads(
                    f"{self._small_title} over TLS, 20 ms round trip",
                    self.small,
                    sink.tls_delayed,
                    self.programs,
                    far,
                ),
                uploads(f"{self._small_title}, plain", self.small, sink.plain, self.programs, few),
                uploads(
                    f"{self._small_title}, plain, 20 ms round trip",
                    self.small,
                    sink.plain_delayed,
                    self.programs,
                    far,
                ),
                heads(f"{self._heads_title}, plain", self.small, sink.plain, self._seeder, many),
            ]
        with vast_bucket(folder, self.scale.statuses) as vast:
            title = f"Encryption statuses of {self.scale.statuses:,} objects, plain"
            rows.append(statuses(title, self.scale.statuses, vast, many))
        return Table("To a null sink", _SINK, rows)

    def proxied(self, near: Endpoint, far: Endpoint) -> list[Row]:
        """Measure uploads through a proxy with a password, and curl's of the large file."""
        own = [one for one in self.programs if one.name in ("S3enc", "boto3")]
        rivals = [*own, found] if (found := curl()) else own
        through = "TLS and a proxy with a password"
        large, small = f"{self.scale.large // MIB:,} MiB over {through}", self._small_title
        few, fewer = self.scale.rounds_small, self.scale.rounds_delayed
        return [
            uploads(large, self.large, near, rivals, few),
            uploads(f"{large}, 20 ms round trip", self.large, far, rivals, fewer),
            uploads(f"{small} over {through}", self.small, near, own, fewer),
            uploads(f"{small} over {through}, 20 ms round trip", self.small, far, own, fewer),
        ]

    def at_seaweedfs(self, folder: Path) -> Table:
        """Measure with SeaweedFS."""
        rounds = self.scale.rounds_stored
        with seaweedfs(folder) as weed:
            rows = [
                uploads(self._large_title, self.large, weed, self.programs, rounds),
                uploads(self._small_title, self.small, weed, self.programs, rounds),
                heads(self._heads_title, self.small, weed, self._seeder, rounds),
            ]
        return Table("To SeaweedFS", _SEAWEEDFS, rows)

    @property
    def _large_title(self) -> str:
        return f"{self.scale.large // MIB:,} MiB over TLS"

    @property
    def _small_title(self) -> str:
        return f"{self.scale.small:,} files of 4 KiB"

    @property
    def _heads_title(self) -> str:
        return f"HeadObject of {self.scale.small:,} objects"

    @property
    def _seeder(self) -> Program:
        """The installed program that is fastest with small files."""
        installed = {program.name: program for program in self.programs}
        return installed.get("s5cmd", installed["boto3"])


def main() -> None:
    """Run the benchmarks; raises BenchError if a program fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    arguments = parser.parse_args()
    scale = QUICK if arguments.quick else FULL
    with _prepared(scale) as (bench, folder):
        tables = [bench.at_sink(folder)]
        if scale.rounds_stored:
            tables.append(bench.at_seaweedfs(folder))
    window = table(standstills(scale.rounds_window)) if scale.rounds_window else ""
    page = document(tables, window, bench.programs)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(table) for table in tables]), encoding="utf-8")
    if not arguments.quick:
        kept = section_of(PAGE.read_text("utf-8"))  # another command writes it
        PAGE.write_text(with_section(page, kept.lstrip()) if kept else page, encoding="utf-8")
    print(page)


@contextmanager
def _prepared(scale: Scale) -> Iterator[tuple[Bench, Path]]:
    installed = programs()
    absent = {"s5cmd", "rclone"} - {program.name for program in installed}
    if absent and scale is FULL:
        sys.exit(f"{', '.join(sorted(absent))} missing: run `make bench`")
    with TemporaryDirectory(prefix="s3enc-bench-") as name:
        folder = Path(name)
        large, small = one_large(folder, scale.large), many_small(folder, scale.small)
        yield Bench(scale, installed, large, small), folder


if __name__ == "__main__":
    main()
