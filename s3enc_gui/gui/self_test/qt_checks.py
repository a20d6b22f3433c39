"""Whether Qt works with the program's resources. Runs in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLocale, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton

from s3enc_gui.domain.self_test.component_check import Component, ComponentCheck, failed, ok
from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.gui import assets, icons
from s3enc_gui.gui.application_style import Theme
from s3enc_gui.gui.qt_translations import install_qt_translations
from s3enc_gui.i18n import language, text, text_plural

_CHEVRONS = ("chevron-down-dark", "chevron-down-light", "chevron-down-disabled")
_NEEDED = ("s3enc", "check", "error", "tick", *_CHEVRONS)
_LETTERS = "aZ0…–×"
_AGAIN = text("Install S3enc again.")


def qt_checks() -> Iterator[ComponentCheck]:
    """Yield the checks; Qt aborts the process where no window can be opened."""
    yield _resources()
    application = QApplication(["s3enc-gui"])
    install_qt_translations(application, QLocale(language()))
    yield _platform()
    yield _style(application)
    yield _icons()
    yield _fonts()


def _resources() -> ComponentCheck:
    missing = [name for name in _NEEDED if not assets.icon_path(name).is_file()]
    try:
        assets.style_sheet()
    except OSError:
        missing.append("s3enc.qss")
    if missing:
        names = ", ".join(missing)
        return failed(Component.RESOURCES, text("Missing: {names}.", names=names), _AGAIN)
    return ok(Component.RESOURCES, text("Complete"))


def _platform() -> ComponentCheck:
    screens = QGuiApplication.screens()
    sizes = ", ".join(
        f"{one.size().width()} × {one.size().height()} ({one.devicePixelRatio():g}×)"
        for one in screens
    )
    name = QGuiApplication.platformName()
    if not screens:
        return failed(Component.PLATFORM, text("{name} has no screen.", name=name))
    button = QPushButton("S3enc")
    button.winId()  # creates the window, but doesn't show it
    if button.grab().isNull():
        return failed(Component.PLATFORM, text("{name} can't draw a window.", name=name))
    return ok(Component.PLATFORM, f"{name}, {sizes}")


def _style(application: QApplication) -> ComponentCheck:
    theme = Theme(application)
    with _messages() as messages:
        for appearance in (Appearance.LIGHT, Appearance.DARK):
            theme.choose(appearance)
            QPushButton("S3enc").grab()
    if messages:
        return failed(Component.STYLE, messages[0], _AGAIN)
    return ok(Component.STYLE, text("Light and dark"))


def _icons() -> ComponentCheck:
    names = sorted(path.stem for path in (assets.root() / "icons").glob("*.svg"))
    with _messages() as messages:
        empty = [name for name in names if _is_empty(icons.pixmap(name, "text", 16, 1.0))]
    if empty or messages:
        bad = ", ".join(empty) or messages[0]
        return failed(Component.ICONS, text("Can't be drawn: {names}.", names=bad), _AGAIN)
    return ok(Component.ICONS, text_plural("{count:,} icon", "{count:,} icons", len(names)))


def _is_empty(picture: QPixmap) -> bool:
    image = picture.toImage()
    return not any(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )


def _fonts() -> ComponentCheck:
    families = QFontDatabase.families()
    font = QGuiApplication.font()
    metrics = QFontMetrics(font)
    install = text("Install a font, for example DejaVu Sans.")
    if not families or not metrics.horizontalAdvance("S3enc"):
        return failed(Component.FONTS, text("There is no font."), install)
    missing = [letter for letter in _LETTERS if not metrics.inFontUcs4(ord(letter))]
    name = QFontInfo(font).family()
    if missing:
        letters = " ".join(missing)
        lacks = text("{font} doesn't have: {letters}.", font=name, letters=letters)
        return failed(Component.FONTS, lacks, install)
    fixed = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()
    return ok(Component.FONTS, f"{name}, {fixed}")


@contextmanager
def _messages() -> Iterator[list[str]]:
    """Collect what Qt warns of meanwhile."""
    collected: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        del kind, context
        collected.append(message)

    before = qInstallMessageHandler(note)
    try:
        yield collected
    finally:
        qInstallMessageHandler(before)
