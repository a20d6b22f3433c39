from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.browser_panel import BrowserPanel
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from tests.fakes.folders import page

CONNECTION = Connection("work", "eu-central-1")
PLACE = Location("my-bucket", "in/")


class Browser:
    """A browser panel in a window, with a runner that runs nothing."""

    def __init__(self, qtbot, runner):
        self.runner = runner
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.actions = BrowserActions(self.window)
        self.panel = BrowserPanel(runner, self.actions, self.window)
        self.folder, self.table = self.panel.folder, self.panel.folder.table
        self.model = self.panel.folder.model
        self.panel.resize(900, 500)
        self.window.resize(900, 500)
        self.window.show()

    def open(self, place=PLACE):
        self.panel.start(CONNECTION, place)

    def list(self, *keys, sizes=None, last=None):
        """End the latest listing with these keys."""
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
                    self.model.index(row.position, 0),
                    self.table.selectionModel().SelectionFlag.Select
                    | self.table.selectionModel().SelectionFlag.Rows,
                )

    def selected(self):
        return [row.name for row in self.table.selected()]


def button(widget, text):
    """Return the button with a text, below a widget."""
    buttons = widget.findChildren(QAbstractButton)
    return next(one for one in buttons if one.text().replace("&", "") == text)


def texts(widget):
    """Return the texts of all labels below a widget that aren't hidden."""
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


@pytest.fixture
def browser(qtbot, runner):
    return Browser(qtbot, runner)


@pytest.fixture
def opened(browser):
    """A browser at my-bucket/in/, with a folder and two objects."""
    browser.open()
    browser.list("in/x/", "in/a.pdf", "in/b.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    return browser
