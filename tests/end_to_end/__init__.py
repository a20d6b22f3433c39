"""The program as a process, in a real window, driven as a screen reader would drive it."""

from __future__ import annotations
