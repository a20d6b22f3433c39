"""The one way in which a step of the set-up fails."""

from __future__ import annotations


class Complaint(Exception):
    """What is wrong and what to do about it, in one or two lines for a person."""
