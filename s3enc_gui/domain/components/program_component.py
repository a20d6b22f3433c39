"""A component of this program: what has a version and a license of its own."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ProgramComponent:
    """`license` is an SPDX expression, or what the component's own metadata say; "": unknown."""

    name: str
    version: str
    license: str
