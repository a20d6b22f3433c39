"""Finds a file of this computer, and shows it in the file manager."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.desktop.file_manager import show_in_folder
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class FindFile:
    """Find a file or folder that is to be opened."""

    path: str

    def run(self, context: Context) -> str:
        """Return its absolute path. Raises AppError if it isn't there."""
        context.checkpoint()
        if not Path(self.path).exists():
            raise _missing(self.path)
        return str(Path(self.path).absolute())


@dataclass(frozen=True, slots=True)
class ShowInFolder:
    """Show a file, selected in its folder; without the file, its folder."""

    path: str

    def run(self, context: Context) -> str:
        """Return the folder to open instead; empty if the file manager shows the file.

        Raises AppError if there is neither the file nor its folder.
        """
        context.checkpoint()
        path = Path(self.path).absolute()
        if path.exists() and show_in_folder(str(path)):
            return ""
        if not path.parent.is_dir():
            raise _missing(self.path)
        return str(path.parent)


def _missing(path: str) -> AppError:
    return AppError(
        text("Can't find the file"),
        text("{path} doesn't exist.", path=path),
        text("It was moved or deleted, or its drive isn't connected."),
        code="ENOENT",
    )
