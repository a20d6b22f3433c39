"""What the window remembers: its size and columns, and the place that was open last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """`geometry` as the toolkit writes it, in Base64; `parts` by name, in pixels.

    `windows` are the other windows of the program, by class.
    """

    geometry: str = ""
    parts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    windows: Mapping[str, WindowLayout] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LastPlace:
    """`connection` is the id of a saved one; if it is empty, `profile` is one of those in `~/.aws`.

    Without a profile it is the default credentials. Without a bucket none was open.
    """

    connection: str = ""
    profile: str | None = None
    bucket: str = ""
    prefix: str = ""
