"""The Windows installer, built of a dummy program and unpacked here: no Windows to run it on."""

from __future__ import annotations

import datetime
import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.packaging.run import ROOT, content

pytestmark = pytest.mark.skipif(not shutil.which("makensis"), reason="makensis isn't installed")


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "s3enc"
    (folder / "lib").mkdir(parents=True)
    for name in ("s3enc.exe", "s3enc-gui.exe", "lib/qt.dll"):
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture
def installer(program, tmp_path):
    out = tmp_path / "s3enc-1.2.3-setup.exe"
    script = ROOT / "packaging" / "windows" / "s3enc.nsi"
    run("makensis", "-V2", "-DVERSION=1.2.3", f"-DSOURCE={program}", f"-DOUT={out}", script)
    return out


def test_it_contains_the_program_and_an_uninstaller(installer, program, tmp_path):
    run("7z", "x", f"-o{tmp_path / 'unpacked'}", installer)
    unpacked = content(tmp_path / "unpacked")
    assert {name: unpacked[name] for name in content(program)} == content(program)
    assert "uninstall.exe" in unpacked


def test_it_can_be_signed(installer, tmp_path):
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "S3enc test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificates, secret = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificates.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    signed = tmp_path / "signed.exe"
    options = ["-certs", certificates, "-key", secret, "-h", "sha256", "-n", "S3enc"]
    run("osslsigncode", "sign", *options, "-in", installer, "-out", signed)
    said = run("osslsigncode", "verify", "-CAfile", certificates, "-in", signed)
    assert "Signature verification: ok" in said
