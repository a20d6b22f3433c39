"""Faults of the hostile server, by name; one module per theme."""

from __future__ import annotations
