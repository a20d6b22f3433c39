"""What goes into the bundle, and what is left out."""

from __future__ import annotations

import fnmatch
import os
import sys
from pathlib import Path, PurePath

from PyInstaller.utils.hooks import collect_submodules

Entry = tuple[str, str, str]  # of PyInstaller: path in the bundle, source, kind

EXCLUDED_MODULES = [
    # of the demo, which needs moto
    "moto", "werkzeug", "flask", "cfnlint", "s3enc_gui.demo.server",
    # of Python
    "tkinter", "curses", "readline", "rlcompleter", "unittest", "doctest", "pydoc", "pdb",
    "lib2to3", "ensurepip", "idlelib", "distutils", "xmlrpc", "sqlite3.dbapi2.test",
    # of libraries
    "setuptools", "pkg_resources", "pip", "wheel", "_distutils_hack",
    "urllib3.contrib.pyopenssl", "OpenSSL", "urllib3.contrib.emscripten", "h2",
    "awscrt.mqtt", "awscrt.mqtt5", "awscrt.mqtt_request_response", "awscrt.eventstream",
    "awscrt.websocket",
    "PIL", "numpy", "IPython", "requests",
]  # fmt: skip

_QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "DBus", "Network")
_QT_LIBRARIES = (*_QT_MODULES, "XcbQpa", "WaylandClient")
_QT_PLUGINS = (
    # Linux
    "platforms/libqxcb*", "platforms/libqwayland*", "platforms/libqoffscreen*",
    "platformthemes/*", "platforminputcontexts/libcompose*", "platforminputcontexts/libibus*",
    "wayland-shell-integration/libxdg-shell*", "wayland-decoration-client/*",
    # Windows, macOS
    "platforms/qwindows*", "platforms/qoffscreen*", "platforms/libqcocoa*", "styles/*",
    # all
    "iconengines/*qsvgicon*", "imageformats/*qsvg.*", "imageformats/*qico.*",
    "imageformats/*qjpeg.*",
)  # fmt: skip

# Those of the program: the folders of its catalogs. English is Qt's own.
LANGUAGES = sorted(
    folder.name for folder in (Path(os.environ["S3ENC_SITE"]) / "s3enc_gui/locale").iterdir()
    if folder.is_dir()
)  # fmt: skip

# The desktop's own: they fit its drivers, its configuration and its theme.
_OF_THE_SYSTEM = (
    "libX*", "libxcb*", "libxkbcommon*", "libwayland*", "libGL*", "libEGL*", "libOpenGL*",
    "libdrm*", "libgbm*", "libfontconfig*", "libfreetype*", "libdbus-1*", "libsystemd*",
    "libglib-2*", "libgobject-2*", "libgio-2*", "libgmodule-2*", "libgthread-2*",
    "libgtk-3*", "libgdk*", "libpango*", "libcairo*", "libatk*", "libatspi*", "libharfbuzz*",
    "libepoxy*", "libfribidi*", "libthai*", "libdatrie*", "libgraphite2*", "libpixman*", "libpng*",
    "libjpeg*", "libmount*", "libblkid*", "libselinux*", "libpcre2*", "libcap*", "libbsd*",
    "libmd*",
    "libgssapi*", "libkrb5*", "libk5crypto*", "libcom_err*", "libkeyutils*", "libbrotli*",
    "libgcrypt*", "libgpg-error*", "liblz4*", "libzstd*", "libICE*", "libSM*", "libstdc++*",
    "libgcc_s*", "libtinfo*", "libncurses*", "libreadline*", "libnsl*", "libtirpc*",
)  # fmt: skip


def hidden_imports() -> list[str]:
    """Return the modules that are imported by name only, or late."""
    return collect_submodules("s3enc_gui", lambda name: not name.startswith("s3enc_gui.demo"))


def modules(found: list[Entry]) -> list[Entry]:
    """Return the modules in a fixed order, which decides about the bytes of the archive."""
    return sorted(found)


def binaries(found: list[Entry]) -> list[Entry]:
    """Return the libraries and extension modules to bundle, of those that PyInstaller found."""
    return sorted(entry for entry in found if _is_wanted(PurePath(entry[0]).as_posix()))


def datas(found: list[Entry]) -> list[Entry]:
    """Return the other files to bundle, of those that PyInstaller found."""
    return sorted(entry for entry in found if _is_wanted_data(PurePath(entry[0]).as_posix()))


def hooks(scripts: list[Entry], programs: list[str]) -> list[Entry]:
    """Return what runs before a program: ours, and what pkgutil needs to find modules.

    The others cost a third of the start of the command line: that of PySide6 loads Qt, which wheels
    make relocatable by themselves, those of inspect and multiprocessing patch what isn't used.
    """
    wanted = ["environment_of_children", "pyi_rth_pkgutil"]
    if sys.platform != "linux":
        wanted.append("pyi_rth_pyside6")
    return [one for one in scripts if one[0] not in programs and _is_needed(one[0], wanted)]


def _is_needed(script: str, wanted: list[str]) -> bool:
    return script in wanted or not script.startswith("pyi_rth_")


def _is_wanted(target: str) -> bool:
    name = target.rpartition("/")[2]
    if "/Qt/plugins/" in target or "/plugins/" in target:
        plugin = target.partition("/plugins/")[2]
        return any(fnmatch.fnmatch(plugin, pattern) for pattern in _QT_PLUGINS)
    if name.startswith(("libQt6", "Qt6")):
        return any(name.removeprefix("lib").startswith((f"Qt6{one}.",)) for one in _QT_LIBRARIES)
    if target.startswith("PySide6/Qt") and target.count("/") == 1:
        return name.removeprefix("Qt").partition(".")[0] in _QT_MODULES
    if name.startswith("libpyside6qml"):
        return False
    if sys.platform == "linux" and "/" not in target:
        return not any(fnmatch.fnmatch(name, pattern) for pattern in _OF_THE_SYSTEM)
    return True


def _is_wanted_data(target: str) -> bool:
    name = target.rpartition("/")[2]
    if "/translations/" in target:
        return name in {f"qtbase_{language}.qm" for language in LANGUAGES}
    # The first name the folder in which the bundle was built.
    return name not in ("RECORD", "direct_url.json", "INSTALLER", "REQUESTED", "py.typed") and (
        not name.endswith((".pot", ".po", ".pyi"))
    )
