"""Writes a bucket policy to a file."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import write_atomically
from s3enc_gui.store.os_errors import write_errors
from s3enc_gui.wording.guard.files import PolicyFormat, policy_file


@dataclass(frozen=True, slots=True)
class WritePolicyFile:
    """Write a policy in a format; an existing file is replaced only by a complete one."""

    path: str
    bucket: str
    policy: str
    file_format: PolicyFormat

    def run(self, context: Context) -> None:
        """Raises AppError where the file can't be written."""
        content = policy_file(self.bucket, self.policy, self.file_format)
        with write_errors(Path(self.path)):
            write_atomically(self.path, [content])
