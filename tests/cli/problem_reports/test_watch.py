from __future__ import annotations

from s3enc_gui.store.paths import crashes_path


def write_crash(name, program):
    crashes_path().mkdir(parents=True, exist_ok=True)
    header = f'{{"program": "{program}", "about": "s3enc 1"}}'
    (crashes_path() / f"{name}.crash").write_text(f"{header}\nFatal Python error: Aborted\n")


def test_a_crash_of_a_command_is_told_once(s3enc):
    write_crash("1", "s3enc")
    write_crash("2", "s3enc-gui")
    first, second = s3enc("history"), s3enc("history")
    assert "a command ended unexpectedly" in first.err
    assert str(crashes_path() / "1.seen.txt") in first.err
    assert "unexpectedly" not in second.err
    left = {path.name for path in crashes_path().iterdir()}
    assert left == {"1.seen.txt", "2.crash"}  # the window tells of the other


def test_the_self_test_leaves_them_alone(s3enc, monkeypatch):
    from s3enc_gui.jobs.self_test.self_test import RunSelfTest

    monkeypatch.setattr(RunSelfTest, "run", lambda *_: ())
    write_crash("1", "s3enc")
    assert s3enc("self-test").err == ""
    assert [path.name for path in crashes_path().iterdir()] == ["1.crash"]
