"""What the desktop shows of the program, by the user's choice."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DesktopSettings:
    """`notify_ended` and `notify_attention`: see NotificationKind. `status_icon`: among those of
    the task bar or panel.
    """

    notify_ended: bool = True
    notify_attention: bool = True
    keep_awake: bool = True
    status_icon: bool = False
