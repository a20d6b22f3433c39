"""What bash, zsh and fish complete."""

from __future__ import annotations

import pytest

from tests.packaging.run import ROOT, content, said_by, write


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    pytest.importorskip("shtab")
    return write("completions", tmp_path_factory.mktemp("completions"))


BASH = """
. "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_shtab_s3enc s3enc "${@: -1}" "${@: -2:1}"
echo "${COMPREPLY[*]}"
"""


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("",), "upload download copy move"),
        (("upl",), "upload"),
        (("connections", "sign"), "sign-in sign-out"),
        (("upload", "--sse-"), "--sse-kms-key-id"),
        (("upload", "--sse", "aws"), "aws:kms aws:kms:dsse"),
        (("audit", "--format", ""), "table csv json html"),
        (("upload", "pyproj"), "pyproject.toml"),
        (("upload", "README.md", "pyproj"), "pyproject.toml"),
        (("upload", "--ca-bundle", "pyproj"), "pyproject.toml"),
        (("download", "s3://bucket/key", "pyproj"), "pyproject.toml"),
    ],
    ids=str,
)
def test_bash_completes(share, monkeypatch, words, completed):
    monkeypatch.chdir(ROOT)
    script = share / "bash-completion" / "completions" / "s3enc"
    _, shown, said = said_by("bash", "-c", BASH, "bash", script, "s3enc", *words)
    found = shown.split()
    assert (said, found[: len(completed.split())]) == ("", completed.split())


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("upload --sse aws", ["aws:kms", "aws:kms:dsse"]),
        ("connections sign-o", ["sign-out"]),
        ("upload pyproj", ["pyproject.toml"]),
    ],
)
def test_fish_completes(share, monkeypatch, tmp_path, words, completed):
    monkeypatch.chdir(ROOT)
    script = share / "fish" / "vendor_completions.d" / "s3enc.fish"
    ask = f"source {script}; function s3enc; end; complete -C 's3enc {words}'"
    _, shown, said = said_by("fish", "--no-config", "-c", ask, HOME=str(tmp_path))
    assert (said, [line.split("\t")[0] for line in shown.splitlines()]) == ("", completed)


@pytest.mark.parametrize("program", ["s3enc", "s3enc-gui"])
def test_zsh_reads_them(share, program):
    script = share / "zsh" / "site-functions" / f"_{program}"
    assert said_by("zsh", "-f", "-n", script) == (0, "", "")
    specifications = [
        line for line in script.read_text(encoding="utf-8").splitlines() if ":(" in line
    ]
    assert specifications
    # A colon would end the list of choices.
    assert [
        one for one in specifications if ":" in one.rpartition(":(")[2].replace(r"\:", "")
    ] == []


def test_the_same_program_gives_the_same_bytes(share, tmp_path):
    assert content(write("completions", tmp_path)) == content(share)
