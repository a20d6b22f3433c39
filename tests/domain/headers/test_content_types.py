from __future__ import annotations

import pytest

from s3enc_gui.domain.headers.content_types import content_type_of, content_type_problems


@pytest.mark.parametrize(
    ("key", "content_type"),
    [
        ("a/data.csv", "text/csv"),
        ("a/DATA.CSV", "text/csv"),
        ("a/data.csv.gz", "application/gzip"),
        ("backup.tar.gz", "application/gzip"),
        ("backup.tgz", "application/gzip"),
        ("logo.svg", "image/svg+xml"),
        ("logo.svgz", "application/gzip"),
        ("log.json.zst", "application/zstd"),
        ("page.html.br", "application/x-brotli"),
        ("dump.sql.Z", "application/x-compress"),
        ("app.js", "text/javascript"),
        ("app.mjs", "text/javascript"),
        ("segment.ts", "video/mp2t"),
        ("t.parquet", "application/vnd.apache.parquet"),
        ("p.webp", "image/webp"),
        ("p.avif", "image/avif"),
        ("p.heic", "image/heic"),
        ("m.wasm", "application/wasm"),
        ("l.jsonl", "application/x-ndjson"),
        ("c.yml", "application/yaml"),
        ("f.woff2", "font/woff2"),
        ("README.md", "text/markdown"),
        ("song.m4a", "audio/mp4"),
        ("empty/", "application/x-directory"),
        ("a.gz/plain", None),
        ("gz", None),
        ("file.", None),
        ("file.unknown", None),
        ("", None),
    ],
)
def test_the_type_follows_from_the_name(key, content_type):
    assert content_type_of(key) == content_type


def test_a_requested_type_is_for_files_only():
    assert content_type_of("a.txt", "text/csv") == "text/csv"
    assert content_type_of("a/", "text/csv") == "application/x-directory"


@pytest.mark.parametrize(
    "entered",
    [None, "text/csv", "text/html; charset=utf-8", 'a/b;c="d e"', "application/vnd.x+json"],
)
def test_valid_types(entered):
    assert list(content_type_problems(entered)) == []


@pytest.mark.parametrize(
    "entered", ["", "text", "text/", "/csv", "text/csv;", "a b/c", "text/csv\r\nx: y", "téxt/csv"]
)
def test_invalid_types(entered):
    (problem,) = content_type_problems(entered)
    assert problem.code == "InvalidContentType"
