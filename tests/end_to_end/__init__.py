"""The program as a process with a real window, controlled through accessibility."""

from __future__ import annotations
