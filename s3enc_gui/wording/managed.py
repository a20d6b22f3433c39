"""What the administrator has set, as text."""

from __future__ import annotations

from s3enc_gui.domain.connections.saved_connection import SavedConnections
from s3enc_gui.domain.managed.managed_settings import ManagedSettings
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.labels import kind_text, short_key

_MOST_KEYS = 3  # that are named


def set_by_text() -> str:
    """Return the mark of what can't be changed."""
    return _("Set by your administrator")


def encryption_lock_text(managed: ManagedSettings) -> str:
    """Return what may be requested; empty: everything."""
    if managed.encryption is None:
        return ""
    shown = []
    for one in managed.encryption:
        keys, kind = one.keys, kind_text(one.kind)
        if keys is None:
            shown.append(kind)
        elif len(keys) > _MOST_KEYS:
            several = ngettext("{kind} with {count} key", "{kind} with {count} keys", len(keys))
            shown.append(several.format(kind=kind, count=len(keys)))
        else:
            names = ", ".join(map(short_key, keys))
            shown.append(_("{kind} with {keys}").format(kind=kind, keys=names))
    said = _("Set by your administrator. Allowed: {allowed}.")
    return said.format(allowed="; ".join(shown) or _("nothing"))


def connections_lock_text(saved: SavedConnections) -> str:
    """Return what can't be changed in the list of connections; empty: nothing is set."""
    if saved.only_presets:
        return _("Set by your administrator. Other connections can't be added.")
    if saved.presets:
        return _("Set by your administrator: the connections with a lock can't be changed.")
    return ""
