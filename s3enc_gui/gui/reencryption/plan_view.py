"""What a dry run says: objects by way, checks, what the change takes, and its consequences."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.preflight.check import Check
from s3enc_gui.domain.reencryption.dry_run import DryRun
from s3enc_gui.gui.widgets.labels.checks_list import ChecksList
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section
from s3enc_gui.gui.widgets.styling import label, link_button
from s3enc_gui.gui.widgets.tables.text_table import TextTable
from s3enc_gui.i18n import _
from s3enc_gui.wording.reencryption.dry_run import (
    consequences,
    costs,
    details,
    effect_names,
    grouped_rows,
)


class PlanView(QWidget):
    """What concerns few objects, or is about how they are verified, is shown on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        headings = (_("Objects"), _("Number"), _("Size"))
        self.ways = TextTable(_("Objects by what happens to them"), headings, numbers=(1, 2))
        self.nothing = label(_("There is nothing to change."))
        self.checks_heading = label(_("Checks"), "strong")
        self.checks = ChecksList(_("Checks"))
        names = Section("", tuple(effect_names()))
        self.facts = FactGrid([names], (), beside=0, parent=self)
        self.more = link_button(_("Show &details"))
        self.more.setCheckable(True)
        self.details = FactGrid([names], (), beside=0, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.ways, self.nothing, self.checks_heading, self.checks, self.facts):
            column.addWidget(widget)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.details)
        self.more.toggled.connect(self._show_details)

    def show_plan(self, dry_run: DryRun, checks: Collection[Check]) -> None:
        """Show another dry run, without its details."""
        self.ways.show_rows(grouped_rows(dry_run))
        has_changes = bool(dry_run.changes.objects)
        self.nothing.setVisible(not has_changes)
        self.checks.show_checks(tuple(checks))
        self.checks.setVisible(bool(checks))
        self.checks_heading.setVisible(bool(checks))
        facts = {**dict(costs(dry_run)), **dict(consequences(dry_run))}
        self.facts.show_values(facts if has_changes else {})
        more = dict(details(dry_run)) if has_changes else {}
        self.details.show_values(more)
        self.more.setChecked(False)
        self.more.setVisible(bool(more))
        self._show_details(shown=False)

    @Slot(bool)
    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.more.setText(_("Hide &details") if shown else _("Show &details"))
