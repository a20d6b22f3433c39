from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.browser_panel import BrowserPanel
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from tests.fakes.folders import page

CONNECTION = Connection("work", "eu-central-1")
PLACE = Location("my-bucket", "in/")


class Browser:
    """A browser in a window, over a runner that runs nothing."""

    def __init__(self, qtbot, runner):
        self.runner = runner
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.commands = BrowserActions(self.window)
        self.panel = BrowserPanel(runner, self.commands, self.window)
        self.folder, self.table = self.panel.folder, self.panel.folder.table
        self.model = self.panel.folder.model
        self.panel.resize(900, 500)
        self.window.resize(900, 500)
        self.window.show()

    def open(self, place=PLACE):
        self.panel.start(CONNECTION, place)

    def list(self, *keys, sizes=None, last=None):
        """Let the listing that was started last end with these."""
        handle = self.runner.handle_of(ListFolder)
        if keys:
            handle.progressed.emit((PageListed(page(*keys, sizes=sizes)),))
        handle.succeed(Listed(len(keys), last))

    def listings(self):
        return [(job.bucket, job.prefix) for job in self.runner.jobs_of(ListFolder)]

    def names(self):
        return [row.name for row in self.model.rows()]

    def select(self, *names):
        self.table.clearSelection()
        for row in self.model.rows():
            if row.name in names:
                self.table.selectionModel().select(
                    self.model.index(row.at, 0),
                    self.table.selectionModel().SelectionFlag.Select
                    | self.table.selectionModel().SelectionFlag.Rows,
                )

    def selected(self):
        return [row.name for row in self.table.selected()]


@pytest.fixture
def browser(qtbot, runner):
    return Browser(qtbot, runner)


@pytest.fixture
def opened(browser):
    """At my-bucket/in/ with a folder and two objects."""
    browser.open()
    browser.list("in/x/", "in/a.pdf", "in/b.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    return browser
