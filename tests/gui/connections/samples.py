"""Saved connections of each kind."""

from __future__ import annotations

from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.connections.sign_in import Account, SsoSession

START = "https://d-1234567890.awsapps.com/start"
SESSION = SsoSession(START, "eu-west-1", "company")
ACCOUNTS = [
    Account("111122223333", "production", "prod@example.com"),
    Account("444455556666", "sandbox", "play@example.com"),
]
COMPANY = SavedConnection(
    "production (Uploads)",
    CompanySource(SESSION, "111122223333", "Uploads"),
    Place("eu-west-1"),
    id="c1",
)
CONSOLE = SavedConnection(
    "ana",
    ConsoleSource("arn:aws:iam::111122223333:user/ana", "eu-west-1"),
    Place("eu-west-1"),
    id="c2",
)
KEY = SavedConnection("key", KeySource("AKIAABCDEFGHIJKLMNOP"), Place("eu-west-1"), id="c3")
SERVICE = SavedConnection(
    "minio",
    KeySource("minioadmin"),
    Place("us-east-1", "https://minio.example.com:9000", kms_endpoint_url=""),
    bucket="data",
    id="c4",
)
PUBLIC = SavedConnection("public", AnonymousSource(), bucket="open-data", prefix="a/", id="c5")
PROFILE = SavedConnection("work", ProfileSource("work"), id="c6")
ALL = (COMPANY, CONSOLE, KEY, SERVICE, PUBLIC, PROFILE)
