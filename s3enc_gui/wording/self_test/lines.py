"""The lines of the self test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from s3enc_gui.domain.self_test.component_check import Component, ComponentCheck, ComponentState
from s3enc_gui.i18n import N_, _, ngettext, translate, untranslated

COMPONENT_TEXTS: Mapping[Component, str] = {
    Component.PROGRAM: N_("Program"),
    Component.LIBRARIES: N_("Libraries"),
    Component.MODULES: N_("Modules"),
    Component.SERVICES: N_("AWS services"),
    Component.TRANSLATIONS: N_("Languages"),
    Component.RESOURCES: N_("Resources"),
    Component.STYLE: N_("Style sheet"),
    Component.ICONS: N_("Icons"),
    Component.FONTS: N_("Fonts"),
    Component.PLATFORM: N_("Screen"),
    Component.KEYRING: N_("Keyring"),
    Component.JOURNAL: N_("List of transfers"),
    Component.LOCKS: N_("Locks"),
    Component.POLICY: N_("Administrator's policy"),
    Component.TRUST: N_("Certificate authorities"),
    Component.CLOCK: N_("Clock"),
    Component.SMALL_OBJECT: N_("Upload of 1 byte"),
    Component.LARGE_OBJECT: N_("Upload of 20 MB"),
    Component.STANDARD_ERROR: N_("Warnings"),
}

STATE_TEXTS: Mapping[ComponentState, str] = {
    ComponentState.OK: N_("OK"),
    ComponentState.FAILED: N_("Failed"),
    ComponentState.SKIPPED: N_("Skipped"),
}


def component_text(component: Component) -> str:
    """Name what is checked."""
    return translate(COMPONENT_TEXTS[component])


def state_text(state: ComponentState) -> str:
    """Return `OK`, `Failed` or `Skipped`."""
    return translate(STATE_TEXTS[state])


def check_line(check: ComponentCheck) -> str:
    """Return the line of a check, with what to do."""
    states = max(map(len, map(state_text, ComponentState)))
    components = max(map(len, map(component_text, Component)))
    state, component = state_text(check.state), component_text(check.component)
    return f"{state:<{states}}  {component:<{components}}  {details_text(check)}".rstrip()


def details_text(check: ComponentCheck) -> str:
    """Return what was found and what to do."""
    found, hint = str(check.found), str(check.hint)
    if found and hint and found[-1] not in ".:!?":
        found += "."
    return " ".join(part for part in (found, hint) if part)


def report_text(checks: Iterable[ComponentCheck]) -> str:
    """Return all checks for support, in the source language."""
    width = max(len(component.value) for component in Component)
    lines = [
        f"{check.state.value:<8}{check.component.value:<{width}}  "
        + " ".join(filter(None, (untranslated(check.found), untranslated(check.hint))))
        for check in checks
    ]
    return "\n".join(["S3enc self test", *lines, ""])


def summary_text(checks: Iterable[ComponentCheck]) -> str:
    """Return how many checks failed."""
    failed = sum(check.state is ComponentState.FAILED for check in checks)
    if not failed:
        return _("This installation works.")
    return ngettext("{count:,} check failed.", "{count:,} checks failed.", failed).format(
        count=failed
    )
