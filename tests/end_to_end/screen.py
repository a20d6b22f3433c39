"""Keyboard, mouse and screenshots of a virtual screen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.end_to_end import children, picture
from tests.end_to_end.waiting import wait_for

# Slow enough for Qt to process each key.
_KEY_MILLISECONDS = "8"
_DRAG_SOURCE = Path(__file__).with_name("samples") / "drag_source.py"


class Area(NamedTuple):
    """A part of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Its center."""
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """The screen of a Desktop; `frame` is the framebuffer file of Xvfb."""

    def __init__(self, environment: Mapping[str, str], frame: Path, folder: Path) -> None:
        self._environment, self._frame, self._folder = dict(environment), frame, folder

    def keys(self, *names: str) -> None:
        """Press keys in sequence, by their X names: `Tab`, `Return`, `ctrl+a`, `alt+u`.

        They go to the window that has the focus.
        """
        self._xdotool("key", "--delay", _KEY_MILLISECONDS, *names)

    def type(self, text: str) -> None:
        """Type ASCII text into the focused widget.

        For other characters xdotool remaps keys while Qt reads the map: some arrive in the
        wrong case or not at all. Raises ValueError for them.
        """
        if not text.isascii():
            message = f"not ASCII, use set_text: {text!r}"
            raise ValueError(message)
        self._xdotool("type", "--delay", _KEY_MILLISECONDS, "--", text)

    def click(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a point."""
        again = ["--repeat", str(times), "--delay", "60"]
        self._xdotool("mousemove", "--sync", str(x), str(y))
        self._xdotool("click", *again, str(button))

    def settle(self) -> None:
        """Wait until the X server has processed all input, and a moment for the program."""
        self._xdotool("getmouselocation", "sleep", "0.05")

    def window_title(self) -> str:
        """The title of the focused window."""
        return self._xdotool("getactivewindow", "getwindowname").strip()

    def screenshot(self, path: Path, area: Area | None = None) -> None:
        """Save the screen, or a part of it, as a PNG."""
        path.write_bytes(picture.png(self._frame.read_bytes(), area))

    def drop_files(self, paths: Sequence[Path], x: int, y: int, timeout: float = 10.0) -> str:
        """Drag files from another program and drop them at a point; return the drop action.

        That is `copy`, `move` or `link`. Raises AssertionError when the window there takes no
        files (the mouse is released elsewhere, and the drag ends).
        """
        log = self._folder / "drag.log"
        log.unlink(missing_ok=True)
        words = [sys.executable, *map(str, [_DRAG_SOURCE, *paths])]
        source = children.start(words, self._environment, log=log)

        def said(key: str) -> str:
            lines = log.read_text("utf-8").splitlines() if log.exists() else []
            events = [json.loads(line) for line in lines if line.startswith("{")]
            return next((str(event[key]) for event in reversed(events) if key in event), "")

        def wait(key: str) -> str:
            return wait_for(
                lambda: said(key), what=f"drag: {key}", otherwise=lambda: log.read_text("utf-8")
            )

        try:
            wait("ready")
            self._xdotool("mousemove", "--sync", *said("ready").split(","))
            self._xdotool("mousedown", "1")
            wait("dragging")
            self._hover(x, y)
            try:
                wait_for(
                    lambda: said("offer") not in {"", "none"}, timeout, what=f"drop at {x},{y}"
                )
            finally:
                self._xdotool("mouseup", "1")
            return wait("done")
        finally:
            children.stop(source)

    def drag(self, start: tuple[int, int], end: tuple[int, int], taken: Callable[[], bool]) -> None:
        """Press the mouse at one point and release it at another, once the target has `taken` it.

        The drag may begin late: the mouse moves over the target until then.
        """
        x, y = start
        self._xdotool("mousemove", "--sync", str(x), str(y))
        self._xdotool("mousedown", "1")
        for step in (6, 12, 18, 24):  # a drag starts only after some pixels
            self._xdotool("mousemove", "--sync", str(x + step), str(y + step))

        def hovered() -> bool:
            self._hover(*end)
            return taken()

        try:
            wait_for(hovered, what=f"drag over {end}")
        finally:
            self._xdotool("mouseup", "1")

    def _hover(self, x: int, y: int) -> None:
        # Two moves over the target: the first enters it, the second sets the position.
        self._xdotool("mousemove", "--sync", str(max(x - 8, 0)), str(max(y - 8, 0)))
        self._xdotool("mousemove", "--sync", str(x), str(y))

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"xdotool {words}: {done.stderr}"
        return done.stdout
