"""The components of the bundle, their licenses, and their list as SPDX.

The texts are `LICENSES/<component>/…` in the bundle, the list `LICENSES/s3enc.spdx.json`; the
program shows both.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import spdx
from components import Component, components

HERE = Path(__file__).parent
TEXTS = HERE.parent / "licenses"
ROOT = HERE.parents[1]


def collected(sources: Iterable[str], folder: Path, version: str) -> list[tuple[str, str, str]]:
    """Write texts and list into `folder`; return the entries for PyInstaller.

    `sources` are the files that the bundle is made of. Raises ValueError where a component comes
    without a text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = [
        Component("s3enc", version, "Apache-2.0", f"pkg:pypi/s3enc@{version}", (ROOT / "LICENSE",)),
        *components(sources),
    ]
    for one in found:
        for name, text in _texts(one):
            target = folder / one.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
    (folder / "s3enc.spdx.json").write_text(spdx.document(found), encoding="utf-8")
    return [
        (f"LICENSES/{path.relative_to(folder).as_posix()}", str(path), "DATA")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _texts(one: Component) -> Iterator[tuple[str, Path]]:
    texts = one.texts
    if one.name in ("PySide6_Essentials", "shiboken6"):
        texts = tuple(sorted(TEXTS.glob("*.txt")))
    if not texts:
        raise ValueError(f"{one.name} comes without the text of its license ({sys.platform})")
    for text in texts:
        yield text.name, text
