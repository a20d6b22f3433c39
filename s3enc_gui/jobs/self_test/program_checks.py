"""Whether the program is complete: modules, libraries, service models, translations.

Runs in a process of its own, because it imports everything.
"""

from __future__ import annotations

import gettext
import pkgutil
import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import s3enc_gui
from s3enc_gui.domain.self_test.component_check import (
    Component,
    ComponentCheck,
    failed,
    ok,
    skipped,
)
from s3enc_gui.i18n import DOMAIN, LOCALE_FOLDER, text, text_plural
from s3enc_gui.s3.service_models import load_service_models

INSTALL_AGAIN = text("Install S3enc again.")
_LIBRARIES = ("botocore", "awscrt", "keyring", "platformdirs")
# Modules of these parts need libraries that not every installation has.
_OPTIONAL = {"PySide6": ("s3enc_gui.gui",), "moto": ("s3enc_gui.demo",)}


def program_checks() -> Iterator[ComponentCheck]:
    """Yield the checks."""
    yield ok(Component.PROGRAM, _program())
    yield _libraries()
    yield _modules()
    yield _services()
    yield _translations()


def _program() -> str:
    kind = "frozen" if getattr(sys, "frozen", False) else "not frozen"
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return f"S3enc {version('s3enc')}, Python {platform.python_version()}, {system}, {kind}"


def _libraries() -> ComponentCheck:
    names = [*_LIBRARIES, *(["truststore"] if sys.platform != "linux" else [])]
    missing, found = [], []
    for name in names:
        try:
            module = import_module(name)
        except Exception as error:  # noqa: BLE001 - a library may raise anything while it loads
            missing.append(f"{name} ({type(error).__name__})")
        else:
            found.append(f"{name} {getattr(module, '__version__', None) or _version(name)}")
    if missing:
        names_text = ", ".join(missing)
        return failed(
            Component.LIBRARIES, text("Missing: {names}.", names=names_text), INSTALL_AGAIN
        )
    return ok(Component.LIBRARIES, ", ".join(found))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a frozen program has little metadata
        return ""


def _modules() -> ComponentCheck:
    absent = [prefix for name, own in _OPTIONAL.items() if not find_spec(name) for prefix in own]
    missing, count = [], 0
    for module in pkgutil.walk_packages(s3enc_gui.__path__, "s3enc_gui.", onerror=lambda _: None):
        if any(module.name.startswith(prefix) for prefix in absent):
            continue
        count += 1
        try:
            import_module(module.name)
        except Exception as error:  # noqa: BLE001 - as above
            missing.append(f"{module.name} ({type(error).__name__}: {error})")
    if missing:
        names = ", ".join(missing[:5])
        return failed(
            Component.MODULES, text("Can't be loaded: {names}.", names=names), INSTALL_AGAIN
        )
    if not count:
        return failed(Component.MODULES, text("No modules were found."), INSTALL_AGAIN)
    return ok(Component.MODULES, text_plural("{count:,} module", "{count:,} modules", count))


def _services() -> ComponentCheck:
    found, missing = load_service_models()
    if missing:
        names = ", ".join(missing)
        return failed(Component.SERVICES, text("Missing: {names}.", names=names), INSTALL_AGAIN)
    return ok(Component.SERVICES, ", ".join(found))


def _translations() -> ComponentCheck:
    catalogs = sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    languages = []
    for catalog in catalogs:
        language = catalog.parents[1].name
        try:
            gettext.translation(DOMAIN, str(LOCALE_FOLDER), [language])
        except (OSError, ValueError, UnicodeError):
            unreadable = text("Can't be read: {names}.", names=language)
            return failed(Component.TRANSLATIONS, unreadable, INSTALL_AGAIN)
        languages.append(language)
    if not languages:
        return skipped(Component.TRANSLATIONS, text("English only"))
    return ok(Component.TRANSLATIONS, ", ".join(["en", *languages]))
