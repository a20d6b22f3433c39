"""Reads the components of this installation and their licenses."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.components.program_component import ProgramComponent
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.components import installed_components
from s3enc_gui.store.os_errors import os_errors


@dataclass(frozen=True, slots=True)
class Components:
    """The components, the program first; `folder`: where Qt's libraries are, "" if not bundled."""

    components: tuple[ProgramComponent, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class ReadComponents:
    """Read which components this installation has."""

    def run(self, context: Context) -> Components:
        """Return them. Raises AppError."""
        bundled = installed_components.BUNDLED
        with os_errors(bundled, text("Can't read the licenses")):
            found = installed_components.read_components()
        return Components(found, str(bundled.parent) if bundled.is_dir() else "")


@dataclass(frozen=True, slots=True)
class ReadLicense:
    """Read the license of a component, by its name."""

    name: str

    def run(self, context: Context) -> str:
        """Return the text; "" where this installation has none. Raises AppError."""
        with os_errors(installed_components.BUNDLED, text("Can't read the licenses")):
            return installed_components.read_license(self.name)
