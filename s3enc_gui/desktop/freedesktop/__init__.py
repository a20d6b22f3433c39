"""Desktops that follow the specifications of freedesktop.org, over D-Bus."""
