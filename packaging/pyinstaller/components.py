"""Which components the files of the bundle belong to: Python packages, Python, system libraries."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

# Their metadata has classifiers or other words only (SPDX License List).
_OF_PACKAGES = {
    "amazon-s3-encryption-client-python": "Apache-2.0",
    "awscrt": "Apache-2.0",
    "backports.tarfile": "MIT",
    "botocore": "Apache-2.0",
    "jaraco.classes": "MIT",
    "jmespath": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "PySide6_Essentials": "LGPL-3.0-only",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "six": "MIT",
}
_OF_DEBIAN = {
    "libbz2-1.0": "bzip2-1.0.6",
    "libexpat1": "MIT",
    "libffi8": "MIT",
    "liblzma5": "0BSD",
    "libsqlite3-0": "blessing",
    "libssl3": "Apache-2.0",
    "libuuid1": "BSD-3-Clause",
    "zlib1g": "Zlib",
}


@dataclass(frozen=True, slots=True)
class Component:
    """What has a version and a license of its own; `url` is its package URL (purl)."""

    name: str
    version: str
    license: str
    url: str
    texts: tuple[Path, ...]


def components(sources: Iterable[str]) -> list[Component]:
    """Return the components of these files, by name.

    Raises ValueError where a file belongs to none, or the license of one isn't known.
    """
    owners = dict(_owners())
    packages: set[Distribution] = {owners["PyInstaller/__init__.py"]}  # its start program
    others: set[str] = set()
    for source in map(os.path.realpath, sources):
        inside = _inside(source, sysconfig.get_path("purelib"))
        if inside is not None and inside in owners:
            packages.add(owners[inside])
        elif inside is None and not _is_python(source) and not _is_ours(source):
            others.add(source)
    found = [_of_package(one) for one in packages]
    found += [_python()]
    found += map(_of_debian, {_debian_package(source) for source in others})
    return sorted(found, key=lambda one: one.name.lower())


def _owners() -> Iterator[tuple[str, Distribution]]:
    for one in distributions(path=[sysconfig.get_path("purelib")]):
        for file in one.files or ():
            yield file.as_posix(), one


def _inside(path: str, folder: str) -> str | None:
    real = os.path.realpath(folder)
    return os.path.relpath(path, real).replace(os.sep, "/") if path.startswith(real) else None


def _is_python(source: str) -> bool:
    folders = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sys.base_prefix]
    standard = any(_inside(source, folder) is not None for folder in folders[:2])
    if "libpython" in source or standard:
        return True
    # On Windows and macOS its libraries lie beside it, in /usr the system's do.
    return sys.platform != "linux" and _inside(source, folders[2]) is not None


def _is_ours(source: str) -> bool:
    work = os.path.realpath(os.environ["S3ENC_WORK"])
    here = os.path.realpath(Path(__file__).parent)
    return source.startswith((work, here))


def _of_package(one: Distribution) -> Component:
    name = one.metadata["Name"]
    spoken = one.metadata.get("License-Expression") or _OF_PACKAGES.get(name)
    if spoken is None:
        raise ValueError(f"Add the license of {name} to {__file__}")
    marks = ("licen", "copying", "notice", "authors")
    texts = tuple(
        Path(str(one.locate_file(file)))
        for file in sorted(one.files or ())
        if any(mark in file.name.lower() for mark in marks)
        and file.suffix in ("", ".txt", ".md", ".APACHE", ".BSD")
        and ".dist-info" in file.parts[0]
    )
    return Component(name, one.version, spoken, f"pkg:pypi/{name.lower()}@{one.version}", texts)


def _python() -> Component:
    version = sys.version.split()[0]
    minor = version.rpartition(".")[0]
    places = [
        Path(f"/usr/share/doc/python{minor}/copyright") if sys.base_prefix == "/usr" else None,
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
    ]
    text = next((place for place in places if place and place.exists()), None)
    return Component(
        "Python", version, "Python-2.0", f"pkg:generic/python@{version}", (text,) if text else ()
    )


def _debian_package(source: str) -> str:
    names = [source, source.removeprefix("/usr")]
    for name in names:
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    raise ValueError(f"No package has {source}")


def _of_debian(package: str) -> Component:
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if package not in _OF_DEBIAN:
        raise ValueError(f"Add the license of {package} to {__file__}")
    text = Path("/usr/share/doc", package, "copyright")
    url = f"pkg:deb/debian/{package}@{version}"
    return Component(package, version, _OF_DEBIAN[package], url, (text,))
