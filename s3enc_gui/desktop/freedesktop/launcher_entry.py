"""Progress on the icon of the task bar or dock (Unity's Launcher API, LibUnity.LauncherEntry).

KDE Plasma, Ubuntu's dock, Dash to Dock, Cinnamon and others listen to this signal.
"""

from __future__ import annotations

from jeepney import DBusAddress, new_signal

from s3enc_gui.desktop.freedesktop.bus import Bus
from s3enc_gui.domain.desktop.notification import Activity

INTERFACE = "com.canonical.Unity.LauncherEntry"
_PATH = "/com/canonical/unity/launcherentry/s3enc"
_APPLICATION = "application://s3enc.desktop"


class LauncherEntry:
    """Shows an Activity. Errors: see Bus."""

    def __init__(self) -> None:
        self._shown: object = (0.0, False, False)

    def show(self, bus: Bus, activity: Activity) -> None:
        """Show the progress, if it isn't shown already."""
        visible = activity.is_active and activity.permille is not None
        shown = ((activity.permille or 0) / 1000 if visible else 0.0, visible, activity.needs_user)
        if shown == self._shown:
            return
        self._shown = shown
        properties = {
            "progress": ("d", shown[0]),
            "progress-visible": ("b", visible),
            "urgent": ("b", activity.needs_user),
        }
        address = DBusAddress(_PATH, interface=INTERFACE)
        bus.emit(new_signal(address, "Update", "sa{sv}", (_APPLICATION, properties)))
