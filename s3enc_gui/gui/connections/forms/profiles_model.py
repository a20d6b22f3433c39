"""The profiles of `~/.aws` for a combo box: each with what gives it its credentials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from s3enc_gui.domain.connections.profile import Profile
from s3enc_gui.wording.connections import profile_text

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class ProfilesModel(QAbstractListModel):
    """The list shows name and kind; an editable combo box takes the name (EditRole)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profiles: tuple[Profile, ...] = ()

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Replace all of them."""
        self.beginResetModel()
        self._profiles = tuple(profiles)
        self.endResetModel()

    def find(self, name: str) -> Profile | None:
        """Return the profile with a name."""
        return next((one for one in self._profiles if one.name == name), None)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Qt."""
        return 0 if parent.isValid() else len(self._profiles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Qt."""
        if not index.isValid():
            return None
        profile = self._profiles[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return profile.name
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{profile.name}  –  {profile_text(profile)}"
        return None
