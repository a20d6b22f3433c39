"""A change of a bucket's policy or default encryption: what is there, and what will be."""

from __future__ import annotations

from difflib import unified_diff
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.guard.default_encryption import configuration_lines, same_configuration
from s3enc_gui.domain.guard.policy_text import pretty, same_policy


class Setting(StrEnum):
    """A setting of a bucket that is a document, which is written as a whole."""

    POLICY = "policy"
    ENCRYPTION = "encryption"

    def same(self, one: str, other: str) -> bool:
        """Whether two documents mean the same, however a server writes them."""
        return (same_policy if self is Setting.POLICY else same_configuration)(one, other)

    def lines(self, document: str) -> str:
        """Return a document with one value per line."""
        return (pretty if self is Setting.POLICY else configuration_lines)(document)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """`before` is what the server has, `after` what is to be written; empty: no document."""

    bucket: str
    setting: Setting
    before: str
    after: str

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    @property
    def difference(self) -> str:
        """The difference as `diff -u` shows it; empty if both mean the same."""
        return difference(self.setting, self.before, self.after)


def difference(setting: Setting, before: str, after: str) -> str:
    """Return the difference of two documents; lines begin with a blank, `-` or `+`."""
    old, new = (setting.lines(one).splitlines() if one else [] for one in (before, after))
    found = unified_diff(old, new, n=3, lineterm="")
    return "\n".join(line for line in found if not line.startswith(("---", "+++")))


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change that was written, kept for Undo.

    `server` is the endpoint, `time` when it was written in ISO 8601, UTC. `stored` is what the
    server returned afterwards; None: that couldn't be read.
    """

    server: str
    change: SettingChange
    time: str
    stored: str | None = None

    def is_there(self, current: str) -> bool:
        """Whether the server still has what was written."""
        written = [self.change.after, *([] if self.stored is None else [self.stored])]
        return any(self.change.setting.same(current, one) for one in written)
