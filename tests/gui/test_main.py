from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from s3enc_gui import __main__ as program
from s3enc_gui import app
from s3enc_gui.app import WindowOptions, build_services
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection, FirstConnection


@pytest.fixture
def opened(monkeypatch):
    """The options that the window would be opened with."""
    options: list[WindowOptions] = []

    def run_window(given):
        options.append(given)
        return 0

    monkeypatch.setattr(program, "run_window", run_window)
    return options


def test_no_options_open_an_empty_window(opened):
    assert program.main([]) == 0
    assert opened == [WindowOptions()]


def test_all_options_arrive(opened):
    where = ["--profile", "p", "--region", "r", "--endpoint-url", "https://e", "--ca-bundle", "f"]
    program.main(
        ["--demo", *where, "--bucket", "my-bucket", "--prefix", "in/", "a.txt", "smb://nas/b"]
    )
    files = (str(Path("a.txt").absolute()), "smb://nas/b")
    assert opened == [
        WindowOptions(True, Connection("p", "r", "https://e", "f"), "my-bucket", "in/", files)
    ]


def test_the_bucket_may_be_an_address_with_a_prefix(opened):
    program.main(["--bucket", "s3://my-bucket/in/2026"])
    assert (opened[0].bucket, opened[0].prefix) == ("my-bucket", "in/2026")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--bucket", "Bad_Name"], "isn't a bucket name"), (["--no-such"], "unrecognized arguments")],
)
def test_bad_options_are_said_in_words(opened, capsys, arguments, words):
    with pytest.raises(SystemExit) as left:
        program.main(arguments)
    assert left.value.code == 2
    assert words in capsys.readouterr().err
    assert opened == []


def test_the_demo_server_is_passed_on(monkeypatch):
    monkeypatch.setattr("s3enc_gui.demo.server.main", lambda rest: (7, rest))
    answer = program.main(["--demo-server", "--port", "0"])
    assert answer == (7, ["--port", "0"])  # type: ignore[comparison-overlap]  # a stand-in's


def test_the_command_line_stays_without_qt():
    script = "import sys, s3enc_gui.__main__, s3enc_gui.app; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_services_keep_nothing_before_they_are_asked(isolated_home):
    services = build_services()
    assert services.settings.last_choice("my-bucket") is None
    assert list(isolated_home.rglob("settings.json")) == []


class Window:
    def start(self, *started):
        self.started = started

    def fail_to_start(self, error):
        raise error


def test_the_window_starts_with_the_connection_that_is_found(runner):
    window: Any = Window()
    connection = Connection("work")
    options = WindowOptions(connection=connection, connection_name="mine")
    start = app._Start(options, window)
    start.begin(runner)
    assert runner.started == [FindFirstConnection(connection, "mine")]
    runner.succeed(FirstConnection(connection, Location("b", "p/")))
    assert window.started == (connection, "b", "p/")


def test_a_bucket_of_the_options_is_opened_instead(runner):
    window: Any = Window()
    start = app._Start(WindowOptions(bucket="b2"), window)
    start.begin(runner)
    runner.succeed(FirstConnection(Connection(), Location("b", "p/")))
    assert window.started == (Connection(), "b2", "")
