from __future__ import annotations

import pytest

from s3enc_gui.demo import moto_patches
from s3enc_gui.demo.patching import Patcher, WrongMotoError


class Owner:
    def there(self):
        return 1


def test_missing_name_is_reported_and_nothing_replaced():
    patcher = Patcher()
    patcher.wrap(Owner, "there", lambda original: lambda self: original(self) + 1)
    patcher.wrap(Owner, "gone", lambda original: original)
    with pytest.raises(WrongMotoError, match=r"doesn't have Owner\.gone"):
        patcher.apply()
    assert Owner().there() == 1


def test_other_version_of_moto_is_rejected(monkeypatch):
    monkeypatch.setattr(moto_patches, "version", lambda _name: "6.0.0")
    with pytest.raises(WrongMotoError, match=r"found 6\.0\.0"):
        moto_patches.install()
