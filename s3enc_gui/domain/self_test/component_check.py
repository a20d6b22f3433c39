"""What the self test checks, and what it found out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import AnyText, Text


class Component(Enum):
    """What is checked, in this order. The values are those of `--json`; labels are in `wording`."""

    PROGRAM = "program"
    LIBRARIES = "libraries"
    MODULES = "modules"
    SERVICES = "services"
    TRANSLATIONS = "translations"
    RESOURCES = "resources"
    PLATFORM = "platform"
    STYLE = "style"
    ICONS = "icons"
    FONTS = "fonts"
    KEYRING = "keyring"
    JOURNAL = "journal"
    LOCKS = "locks"
    POLICY = "policy"
    TRUST = "tls trust"
    CLOCK = "clock"
    SMALL_OBJECT = "round trip of 1 B"
    LARGE_OBJECT = "round trip of 20 MB"
    STANDARD_ERROR = "standard error"


OF_THE_PROGRAM = (
    Component.PROGRAM,
    Component.LIBRARIES,
    Component.MODULES,
    Component.SERVICES,
    Component.TRANSLATIONS,
)
"""What the window and the command line have."""

OF_THE_WINDOW = (
    Component.RESOURCES,
    Component.PLATFORM,
    Component.STYLE,
    Component.ICONS,
    Component.FONTS,
)
"""What only a program with a window has."""


class ComponentState(Enum):
    """SKIPPED: it wasn't asked for, or isn't part of this program. The values are printed."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ComponentCheck:
    """One line of the self test. `hint` says what to do."""

    component: Component
    state: ComponentState
    found: AnyText = ""
    hint: AnyText = ""


def ok(component: Component, found: AnyText, hint: AnyText = "") -> ComponentCheck:
    """Return that a component works."""
    return ComponentCheck(component, ComponentState.OK, found, hint)


def failed(component: Component, found: AnyText, hint: AnyText = "") -> ComponentCheck:
    """Return that a component doesn't work."""
    return ComponentCheck(component, ComponentState.FAILED, found, hint)


def skipped(component: Component, found: AnyText, hint: AnyText = "") -> ComponentCheck:
    """Return that a component wasn't checked."""
    return ComponentCheck(component, ComponentState.SKIPPED, found, hint)


def has_failed(checks: Iterable[ComponentCheck]) -> bool:
    """Whether a component doesn't work."""
    return any(one.state is ComponentState.FAILED for one in checks)


def document_of(check: ComponentCheck) -> dict[str, Any]:
    """Return a check as JSON that `check_of` reads, with texts that can still be translated."""
    return {
        "component": check.component.value,
        "state": check.state.value,
        "found": _text_document(check.found),
        "hint": _text_document(check.hint),
    }


def check_of(document: dict[str, Any]) -> ComponentCheck:
    """Return the check of a document. Raises LookupError, TypeError, ValueError for another one."""
    return ComponentCheck(
        Component(document["component"]),
        ComponentState(document["state"]),
        _text_of(document["found"]),
        _text_of(document["hint"]),
    )


def _text_document(value: AnyText) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, Text):
        return [value.message, dict(value.values), value.plural, value.count]
    return str(value)


def _text_of(document: Any) -> AnyText:  # noqa: ANN401 - any JSON value
    return Text(*document) if isinstance(document, list) else str(document)
