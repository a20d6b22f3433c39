"""Combo box of the Regions; any other name can be entered."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

# The Regions that are enabled in every account, and the most used of the others.
REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
    *("eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"),
    *("eu-south-1", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    *("ap-southeast-1", "ap-southeast-2", "ap-east-1", "me-central-1", "af-south-1"),
    *("cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1"),
)


class RegionField(QComboBox):
    """An editable combo box; `hint` is shown while it is empty."""

    def __init__(self, region: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.setEditable(True)
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(REGIONS)
        self.show_region(region)

    def setAccessibleName(self, name: str) -> None:
        """Name the text field, too (Qt)."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    @property
    def region(self) -> str:
        """The Region that was chosen or entered."""
        return self.currentText().strip()

    def show_region(self, region: str | None) -> None:
        """Show a Region."""
        self.setCurrentIndex(self.findText(region or ""))
        self.setEditText(region or "")
