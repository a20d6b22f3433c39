"""Ways to misbehave, by name; a module for each theme."""

from __future__ import annotations
