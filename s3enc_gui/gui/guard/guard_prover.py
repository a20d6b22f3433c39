"""Proves a guard with tiny objects, after asking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.rules import Guard
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.guard.prove_guard import CheckProvable, ProveGuard
from s3enc_gui.wording.guard.proofs import proofs_summary


class GuardProver(QObject):
    """Finds out whether test objects can be removed, asks, and uploads them.

    `proved` carries a Proof after each upload; `told`, `failed` and `busy_changed` as those of
    SettingWriter.
    """

    proved = Signal(object)
    told = Signal(object, str)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._connection, self._bucket = connection, bucket
        self._guard = Guard()
        self._question = Question(parent)
        self._question.confirmed.connect(self._prove)
        self._checking, self._proving = LatestJob(runner, self), LatestJob(runner, self)
        self._checking.answered.connect(self._checked)
        self._proving.reported.connect(self._report)
        self._proving.answered.connect(self._finish)
        for job in (self._checking, self._proving):
            job.failed.connect(self.failed)
            job.busy_changed.connect(lambda _busy: self.busy_changed.emit(self.busy))

    @property
    def busy(self) -> bool:
        """Whether something is checked or tried."""
        return self._checking.busy or self._proving.busy

    def ask(self, guard: Guard) -> None:
        """Ask whether to try a guard that is in the bucket policy."""
        self._guard = guard
        self._checking.ask(CheckProvable(self._connection, self._bucket))

    def stop(self) -> None:
        """Stop after the upload that is running; its object is removed."""
        self._checking.drop()
        self._proving.drop()

    @Slot(object)
    def _checked(self, problem: AppError | None) -> None:
        if problem:
            self.told.emit(problem, "info")
            return
        self._question.ask(self._asked)

    def _asked(self) -> Asked | None:
        if self._proving.busy:
            return None
        return Asked(
            _("Try with objects"),
            _("Upload tiny objects to {bucket} to see what it accepts?").format(
                bucket=self._bucket
            ),
            _(
                "Their names are random and begin with s3enc-guard-test. They are removed at once,"
                " by their versions. Logs and events of the bucket will show them."
            ),
            yes=_("Try"),
            no=_("Cancel"),
        )

    @Slot()
    def _prove(self) -> None:
        self._proving.ask(ProveGuard(self._connection, self._bucket, self._guard))

    @Slot(object)
    def _report(self, proofs: tuple[Proof, ...]) -> None:
        for proof in proofs:
            self.proved.emit(proof)

    @Slot(object)
    def _finish(self, proofs: tuple[Proof, ...]) -> None:
        self._report(proofs)
        left = next((one.left for one in proofs if one.left), None)
        if left:
            self.failed.emit(left)
            return
        tried = [one for one in proofs if one.answer is not None]
        said, tone = text("The bucket doesn't do what the rules say"), "error"
        if all(one.is_as_expected for one in tried):
            said, tone = text("The bucket does what the rules say"), "ok"
        self.told.emit(AppError(said, proofs_summary(proofs)), tone)
