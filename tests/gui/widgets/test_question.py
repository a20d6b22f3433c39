from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

import s3enc_gui.gui
from s3enc_gui.gui.widgets.question import Asked, Question

GUI = Path(s3enc_gui.gui.__file__).parent
# Boxes that ask nothing, and the class of all those that do.
BOXES = {"widgets/question.py", "help/about.py", "instance/meeting.py"}


class Files:
    """What the question is about."""

    left = 3

    def asked(self):
        if not self.left:
            return None
        return Asked("Upload", f"{self.left} files", "More", "Stop", "Cancel", "Go on")


@pytest.fixture
def files():
    return Files()


@pytest.fixture
def question(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return Question(window)


def boxes(question):
    return [one for one in question.parent().findChildren(QMessageBox) if one.isVisible()]


def press(question, text):
    (box,) = boxes(question)
    next(one for one in box.buttons() if one.text() == text).click()


def test_it_disappears_when_there_is_nothing_to_ask_any_more(question, files, qtbot):
    question.ask(files.asked)
    assert len(boxes(question)) == 1
    with qtbot.assertNotEmitted(question.confirmed):
        files.left = 0
        qtbot.waitUntil(lambda: not question.is_open)
    assert boxes(question) == []


def test_it_says_what_is_so_now(question, files, qtbot):
    question.ask(files.asked)
    (box,) = boxes(question)
    files.left = 2
    qtbot.waitUntil(lambda: box.text() == "2 files")
    assert boxes(question) == [box]


def test_nothing_is_asked_without_a_reason(question, files):
    files.left = 0
    question.ask(files.asked)
    assert not question.is_open


def test_it_is_asked_once_at_a_time(question, files):
    question.ask(files.asked)
    question.ask(files.asked)
    assert len(boxes(question)) == 1


@pytest.mark.parametrize("answer", ["confirmed", "other_chosen", None])
def test_answers(question, files, qtbot, answer):
    question.ask(files.asked)
    heard = []
    question.confirmed.connect(lambda: heard.append("confirmed"))
    question.other_chosen.connect(lambda: heard.append("other_chosen"))
    press(question, {"confirmed": "Stop", "other_chosen": "Go on", None: "Cancel"}[answer])
    assert heard == ([answer] if answer else [])
    assert not question.is_open


def test_enter_and_escape_change_nothing(question, files):
    question.ask(files.asked)
    (box,) = boxes(question)
    assert box.defaultButton().text() == box.escapeButton().text() == "Cancel"
    assert box.focusWidget() is box.defaultButton()  # Enter presses it


def calls(path, name):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


@pytest.mark.parametrize("name", ["QMessageBox"])
def test_whatever_asks_is_a_question_that_can_disappear(name):
    asking = {
        path.relative_to(GUI).as_posix() for path in GUI.rglob("*.py") if any(calls(path, name))
    }
    assert asking <= BOXES
