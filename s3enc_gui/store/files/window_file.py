"""What the window remembers, in the settings file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from s3enc_gui.domain.settings.window_state import LastPlace, WindowLayout
from s3enc_gui.store.files.json_file import JsonFile, dict_of

_SCREENS = 8  # arrangements of screens that are remembered


class WindowFile:
    """Layouts by arrangement of screens, and the last place. What can't be read has its default."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file

    def layout(self, screens: str) -> WindowLayout:
        """Return the layout of the windows on these screens."""
        saved = dict_of(dict_of(self._file.read().get("layouts")).get(screens))
        windows = dict_of(saved.get("windows")).items()
        return replace(
            _layout(saved), windows={name: _layout(dict_of(one)) for name, one in windows}
        )

    def save_layout(self, screens: str, layout: WindowLayout) -> None:
        """Store the layout of the window on these screens. Raises OSError."""
        with self._file.changing() as content:
            layouts = dict_of(content.get("layouts"))
            layouts.pop(screens, None)
            kept = dict([*layouts.items()][-(_SCREENS - 1) :])
            windows = {name: _saved(one) for name, one in layout.windows.items()}
            content["layouts"] = {**kept, screens: {**_saved(layout), "windows": windows}}

    def place(self) -> LastPlace | None:
        """Return the place that was open last; None: not known."""
        saved = self._file.read().get("last_place")
        if not isinstance(saved, dict):
            return None
        texts = {
            name: saved[name]
            for name in ("connection", "profile", "bucket", "prefix")
            if isinstance(saved.get(name), str)
        }
        return LastPlace(**texts)

    def save_place(self, place: LastPlace) -> None:
        """Store the place that is open. Raises OSError."""
        with self._file.changing() as content:
            content["last_place"] = asdict(place)


def _layout(saved: Mapping[str, object]) -> WindowLayout:
    geometry, parts = saved.get("geometry"), dict_of(saved.get("parts"))
    return WindowLayout(
        geometry if isinstance(geometry, str) else "",
        {name: tuple(sizes) for name, sizes in parts.items() if _are_sizes(sizes)},
    )


def _saved(layout: WindowLayout) -> dict[str, object]:
    parts = {name: list(sizes) for name, sizes in layout.parts.items()}
    return {"geometry": layout.geometry, "parts": parts}


def _are_sizes(sizes: object) -> bool:
    return isinstance(sizes, list) and all(type(one) is int and 0 <= one < 32768 for one in sizes)
