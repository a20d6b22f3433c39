"""Measures the programs in turns, so that a slow phase of the machine affects all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.endpoints import BUCKET, Endpoint
from tests.bench.loads import Load, arrived, remove
from tests.bench.metering import Figures, Medians, metered
from tests.bench.programs import Program, environment
from tests.servers.process import clean_environment

_HEADS = "tests.bench.scripts.heads"
_STATUSES = "tests.bench.scripts.statuses"


@dataclass(frozen=True)
class Row:
    """The medians of each program for a load and an endpoint, S3enc first."""

    title: str
    rounds: int
    programs: Mapping[str, Medians]


def uploads(
    title: str, load: Load, endpoint: Endpoint, programs: Sequence[Program], rounds: int
) -> Row:
    """Measure uploads; raises BenchError if a program fails or its files aren't stored."""
    turns = {program.name: partial(_upload, program, load, endpoint) for program in programs}
    return _in_turns(title, turns, rounds)


def heads(title: str, load: Load, endpoint: Endpoint, seeder: Program, rounds: int) -> Row:
    """Measure HeadObject of the objects of a load, which the seeder uploads first."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        metered(
            seeder.command(load.source, BUCKET, "heads/"),
            _variables(folder, endpoint),
            folder / "seeder.log",
            endpoint.processes,
        )
        keys = arrived(endpoint.direct, "heads/", load)
        file = folder / "keys.txt"
        file.write_text("\n".join(keys), encoding="utf-8")
        who = ("S3enc", "boto3")
        turns = {name: partial(_ask_all, name.lower(), file, endpoint) for name in who}
        row = _in_turns(title, turns, rounds)
    remove(endpoint.direct, keys)
    return row


def statuses(title: str, objects: int, endpoint: Endpoint, rounds: int) -> Row:
    """Measure reading the encryption of listed objects."""
    turns = {
        name: partial(_own_figures, _STATUSES, [name.lower(), str(objects), BUCKET], endpoint)
        for name in ("S3enc", "boto3")
    }
    return _in_turns(title, turns, rounds)


def _in_turns(title: str, turns: Mapping[str, Callable[[], Figures]], rounds: int) -> Row:
    figures: dict[str, list[Figures]] = {name: [] for name in turns}
    for _ in range(rounds):
        for name, turn in turns.items():
            figures[name].append(turn())
            print(f"  {title}: {name} {figures[name][-1].wall:.2f} s", file=sys.stderr, flush=True)
    return Row(title, rounds, {name: Medians.of(each) for name, each in figures.items()})


def _upload(program: Program, load: Load, endpoint: Endpoint) -> Figures:
    prefix = f"{program.name.lower()}/"
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = metered(
            program.command(load.source, BUCKET, prefix),
            _variables(folder, endpoint),
            folder / "output.log",
            endpoint.processes,
        )
    remove(endpoint.direct, arrived(endpoint.direct, prefix, load))
    return figures


def _ask_all(who: str, keys: Path, endpoint: Endpoint) -> Figures:
    return _own_figures(_HEADS, [who, str(keys), BUCKET], endpoint)


def _own_figures(script: str, arguments: Sequence[str], endpoint: Endpoint) -> Figures:
    with TemporaryDirectory() as name:
        folder = Path(name)
        return metered(
            [sys.executable, "-m", script, *arguments],
            _variables(folder, endpoint),
            folder / "output.log",
            endpoint.processes,
            own_figures=True,
        )


def _variables(home: Path, endpoint: Endpoint) -> dict[str, str]:
    """An empty home, so that nothing remains of earlier rounds."""
    variables = clean_environment(home) | environment(endpoint.server)
    if endpoint.proxy:
        variables |= {"HTTPS_PROXY": endpoint.proxy, "NO_PROXY": "", "no_proxy": ""}
    return variables
