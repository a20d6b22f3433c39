"""Reads the components of this installation: those of the bundle, or the installed packages."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from s3enc_gui.domain.components.program_component import ProgramComponent
from s3enc_gui.regex import regex

# Of the bundle: a folder for each component, and their list (packaging/pyinstaller/licenses.py).
BUNDLED = Path(__file__).resolve().parents[3] / "LICENSES"
_LIST = "s3enc.spdx.json"
_PROGRAM = "s3enc"
_REQUIREMENT = regex(r"([A-Za-z0-9._-]+)\s*(?:\[([^]]*)\])?([^;]*)(?:;(.*))?")
_EXTRA = regex(r"""extra\s*==\s*["']([^"']+)["']""")
_TEXTS = ("licen", "copying", "notice")


def read_components(bundled: Path = BUNDLED) -> tuple[ProgramComponent, ...]:
    """Return the components, the program first. Raises OSError, ValueError for a damaged list."""
    if bundled.is_dir():
        packages = json.loads((bundled / _LIST).read_text("utf-8"))["packages"]
        return tuple(
            ProgramComponent(one["name"], one["versionInfo"], one["licenseDeclared"])
            for one in packages
        )
    program, *others = _distributions(_PROGRAM)
    python = ProgramComponent("Python", platform.python_version(), "Python-2.0")
    found = [python, *map(_component, others)]
    return (_component(program), *sorted(found, key=lambda one: one.name.lower()))


def read_license(name: str, bundled: Path = BUNDLED) -> str:
    """Return the texts of a component; "" where this installation has none. Raises OSError."""
    if bundled.is_dir():
        files = [path for path in sorted((bundled / name).rglob("*")) if path.is_file()]
    else:
        files = _texts_of(name)
    texts = [path.read_text("utf-8", "replace").strip("\n") for path in files]
    if len(files) == 1:
        return texts[0]
    names = [path.name for path in files]
    pairs = zip(names, texts, strict=True)
    return "\n\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text}" for name, text in pairs)


def _distributions(name: str) -> list[Distribution]:
    """Return an installed package and all that it requires, as far as it is installed."""
    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset[str]())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        try:
            package = distribution(one[0])
        except PackageNotFoundError:  # for another system, or another Python
            continue
        found.setdefault(package.metadata["Name"].lower(), package)
        waiting += _required(package, one[1])
    return list(found.values())


def _required(
    package: Distribution, extras: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for line in package.requires or ():
        if match := _REQUIREMENT.match(line):
            name, wanted, _versions, marker = match.groups()
            extra = _EXTRA.search(marker or "")
            if extra is None or extra[1] in extras:
                yield name.lower(), frozenset(filter(None, re.split(r"[\s,]+", wanted or "")))


def _component(package: Distribution) -> ProgramComponent:
    metadata = package.metadata.json
    said = str(metadata.get("license_expression") or metadata.get("license") or "")
    if not said or "\n" in said:
        prefix = "License :: OSI Approved :: "
        classifiers = metadata.get("classifier", [])
        known = [one.removeprefix(prefix) for one in classifiers if one.startswith(prefix)]
        said = ", ".join(known)
    return ProgramComponent(str(metadata["name"]), package.version, said)


def _texts_of(name: str) -> list[Path]:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return []
    return [
        Path(str(package.locate_file(file)))
        for file in sorted(package.files or ())
        if any(mark in file.name.lower() for mark in _TEXTS)
        and file.suffix in ("", ".txt", ".md")
        and ".dist-info" in file.parts[0]
    ]
