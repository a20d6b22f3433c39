"""The self test: whether this installation of S3enc works."""

from __future__ import annotations

CHILD_FLAG = "--self-test-child"
"""First argument of the processes that the self test starts, of both programs."""
