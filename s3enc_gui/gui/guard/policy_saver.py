"""Writes a bucket policy to a file, in a format of the user's choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.save_dialog import save_dialog
from s3enc_gui.i18n import N_, _, text, translate
from s3enc_gui.jobs.guard.write_policy_file import WritePolicyFile
from s3enc_gui.wording.guard.files import PolicyFormat

_FILTERS = {
    PolicyFormat.JSON: N_("Bucket policy in JSON (*.json)"),
    PolicyFormat.TERRAFORM: N_("Terraform (*.tf)"),
    PolicyFormat.CLOUDFORMATION: N_("CloudFormation template (*.template)"),
}


class PolicySaver(QObject):
    """Asks for a path and a format; `told` and `failed` as those of SettingWriter."""

    told = Signal(object, str)
    failed = Signal(object)

    def __init__(self, runner: Runner, bucket: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._bucket, self._parent = bucket, parent
        self._policy = self._path = ""
        self._job = LatestJob(runner, self)
        self._job.answered.connect(self._tell)
        self._job.failed.connect(self.failed)

    def ask(self, policy: str) -> None:
        """Ask for the file."""
        self._policy = policy
        dialog = save_dialog(
            self._parent, _("Write to file"), f"{self._bucket}-policy.json", ("json",)
        )
        dialog.setNameFilters([translate(one) for one in _FILTERS.values()])
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(_suffix(_format_of_filter(chosen)))
        )
        dialog.fileSelected.connect(self.save)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the file, in the format of its name."""
        self._path = path
        self._job.ask(WritePolicyFile(path, self._bucket, self._policy, _format_of(path)))

    @Slot()
    def _tell(self) -> None:
        said = AppError(
            text("Written to {file}", file=self._path), text("The bucket wasn't changed.")
        )
        self.told.emit(said, "ok")


def _suffix(file_format: PolicyFormat) -> str:
    return file_format.suffix.removeprefix(".")


def _format_of_filter(chosen: str) -> PolicyFormat:
    found = (one for one, filter_ in _FILTERS.items() if translate(filter_) == chosen)
    return next(found, PolicyFormat.JSON)


def _format_of(path: str) -> PolicyFormat:
    found = (one for one in PolicyFormat if path.lower().endswith(one.suffix))
    return next(found, PolicyFormat.JSON)
