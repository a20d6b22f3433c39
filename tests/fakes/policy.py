"""A policy of the administrator, in a folder of the test."""

from __future__ import annotations

import json
import os
import sys

from s3enc_gui.store.managed import policy_file


def install_policy(monkeypatch, folder, **keys):
    """Make the program find a policy with these keys; return its path."""
    path = folder / "etc" / "policy.json"
    path.parent.mkdir(mode=0o755, exist_ok=True)
    path.write_text(json.dumps({"version": 1, **keys}))
    path.chmod(0o644)
    monkeypatch.setattr(policy_file, "POLICY", path)
    monkeypatch.setattr(policy_file, "OWNER", os.getuid())
    monkeypatch.setattr(sys, "platform", "linux")
    return path
