from __future__ import annotations

from types import SimpleNamespace

from s3enc_gui.demo import slow_answers


def test_only_the_object_of_that_name_is_slow(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(slow_answers, "time", SimpleNamespace(sleep=slept.append))
    head_object = slow_answers._head_object(lambda *_, **__: None)
    head_object(None, "demo-bucket", "every-status/sse-s3.txt")
    assert slept == []
    head_object(None, "demo-bucket", f"every-status/{slow_answers.SLOW}", version_id="1")
    assert slept == [slow_answers.SECONDS]
