"""A private D-Bus session bus."""

from __future__ import annotations

from pathlib import Path

# No service folders, so that D-Bus starts no portal or keyring.
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def command(socket: Path) -> list[str]:
    """The command of a bus that listens on `socket`; its configuration is written beside it."""
    config = socket.with_suffix(".conf")
    config.write_text(_CONFIG.format(socket=socket), "utf-8")
    return ["dbus-daemon", f"--config-file={config}", "--nofork"]
