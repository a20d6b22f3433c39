from __future__ import annotations

import pytest

# The inner tests run in this process, so that the outer guard sees their messages, too.


@pytest.mark.expects_log("the disk is full")
def test_warning_fails_the_test(run_with):
    result = run_with(
        "logs",
        """
        import logging
        def test_it():
            logging.getLogger("s3enc").warning("the disk is %s", "full")
        """,
        failed=1,
    )
    result.stdout.fnmatch_lines(["*unexpected in the log:*", "*WARNING s3enc: the disk is full*"])


def test_information_is_allowed(run_with):
    run_with(
        "logs",
        """
        import logging
        def test_it():
            logging.getLogger("s3enc").info("started")
        """,
        passed=1,
    )


@pytest.mark.expects_log("the disk is full")
def test_expected_warning_is_allowed(run_with):
    run_with(
        "logs",
        """
        import logging, pytest
        @pytest.mark.expects_log("disk is f..l")
        def test_it():
            logging.warning("the disk is full")
        """,
        passed=1,
    )


def test_expected_warning_must_be_logged(run_with):
    result = run_with(
        "logs",
        """
        import pytest
        @pytest.mark.expects_log("disk is full")
        def test_it():
            pass
        """,
        passed=1,
        errors=1,
    )
    result.stdout.fnmatch_lines(["*expected in the log, but not there: *disk is full*"])


@pytest.mark.expects_log("the disk is full", "the net is down")
def test_other_warning_fails(run_with):
    run_with(
        "logs",
        """
        import logging, pytest
        @pytest.mark.expects_log("disk")
        def test_it():
            logging.warning("the disk is full")
            logging.error("the net is down")
        """,
        failed=1,
    )


@pytest.mark.expects_log("too late")
def test_warning_of_a_fixture_counts(run_with):
    run_with(
        "logs",
        """
        import logging, pytest
        @pytest.fixture
        def noisy():
            yield
            logging.error("too late")
        def test_it(noisy):
            pass
        """,
        passed=1,
        errors=1,
    )


@pytest.mark.expects_log("because of this")
def test_failure_of_the_test_is_shown_first(run_with):
    result = run_with(
        "logs",
        """
        import logging
        def test_it():
            logging.error("because of this")
            assert 1 == 2
        """,
        failed=1,
    )
    result.stdout.fnmatch_lines(["*assert 1 == 2*"])
