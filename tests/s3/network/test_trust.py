from __future__ import annotations

import ssl
import sys
import types
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.network import trust
from s3enc_gui.s3.network.trust import tls_context
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.http.endpoint import Endpoint
from tests.s3.transport.http.server import serving
from tests.s3.transport.http.sockets import on_loop

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
NO_PATHS = ssl.DefaultVerifyPaths(None, None, "", "/nowhere", "", "/nowhere")  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(trust, "_contexts", {})


@pytest.fixture
def company(tmp_path):
    """A company's authority and a server's context; neither has an Authority Key Identifier."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("CA", "S3")]

    def certificate(number, extension):
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[number])
            .issuer_name(names[0])
            .public_key(keys[number].public_key())
            .serial_number(number + 1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(extension, critical=number == 0)
        )
        return builder.sign(keys[0], hashes.SHA256())

    ca, chain = tmp_path / "company.pem", tmp_path / "server.pem"
    authority = certificate(0, x509.BasicConstraints(ca=True, path_length=None))
    ca.write_bytes(authority.public_bytes(Encoding.PEM))
    server = certificate(1, x509.SubjectAlternativeName([x509.DNSName("localhost")]))
    key = keys[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain.write_bytes(server.public_bytes(Encoding.PEM) + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return str(ca), context


@pytest.fixture
def strict(monkeypatch):
    """Default contexts as of Python 3.13."""
    create = ssl.create_default_context

    def created(*arguments, **more):
        context = create(*arguments, **more)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", created)


def test_strict_checking_refuses_the_company(company, strict):
    """What the next tests would be without a difference."""
    bundle, server_context = company
    with serving(server_context) as server:
        context = ssl.create_default_context(cafile=bundle)
        with pytest.raises(ssl.SSLCertVerificationError, match=r"(?i)key usage|authority key"):
            on_loop(Endpoint("https", f"localhost:{server.port}", context).connect())


def test_an_authority_without_key_identifier_works_with_both_transports(company, strict):
    bundle, server_context = company
    with serving(server_context) as server:
        url = f"https://localhost:{server.port}"
        connection = Connection(endpoint_url=url, region="eu-west-1", ca_bundle=bundle)
        aws_session = AwsSession(connection, SessionSource(KEYS))
        try:
            aws_session.s3().head_object(Bucket="b", Key="k")
            response = on_loop(closing_after(aws_session))
        finally:
            aws_session.close()
    assert response["ETag"] == '"e"'
    assert server.connections == 2


async def closing_after(aws_session):
    try:
        return await aws_session.fast_transport("eu-west-1").head_object("b", "k")
    finally:
        aws_session.close_transports()


def test_one_context_a_process(company):
    bundle, _ = company
    assert tls_context(bundle) is tls_context(bundle)
    assert tls_context(None) is tls_context(None)
    assert tls_context(bundle) is not tls_context(None)


def test_both_transports_have_the_same_context(company):
    bundle, _ = company
    for ca_bundle in (bundle, None):
        aws_session = AwsSession(
            Connection(region="eu-west-1", ca_bundle=ca_bundle), SessionSource(KEYS)
        )
        client: Any = aws_session.s3()
        session = client._endpoint.http_session
        transport: Any = aws_session.fast_transport("eu-west-1")
        assert session.context is tls_context(ca_bundle) is transport._pool._new_context()
        pool = session._manager.connection_from_url("https://s3.amazonaws.com")
        session._setup_ssl_cert(pool, "https://s3.amazonaws.com", session._verify)
        assert pool.conn_kw["ssl_context"] is session.context
        assert pool.ca_certs is None  # not read for each connection
        aws_session.close()


def test_a_bundle_that_was_changed_is_read_again(company):
    bundle, _ = company
    before = tls_context(bundle)
    with Path(bundle).open("a") as file:
        file.write("\n")
    assert tls_context(bundle) is not before


def test_a_folder_of_authorities(tmp_path):
    assert tls_context(str(tmp_path)).verify_mode is ssl.CERT_REQUIRED


def test_where_openssl_has_no_authorities_the_distributions_are_used(company, monkeypatch):
    bundle, _ = company
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: NO_PATHS)
    monkeypatch.setattr(trust, "BUNDLES", ("/nowhere/at-all.pem", bundle))
    assert [one["subject"] for one in tls_context(None).get_ca_certs()] == [
        ((("commonName", "CA"),),)
    ]


def test_where_the_system_has_no_authorities_botocores_are_used(monkeypatch):
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: NO_PATHS)
    monkeypatch.setattr(trust, "BUNDLES", ())
    assert len(tls_context(None).get_ca_certs()) > 50


def test_other_systems_use_truststore(monkeypatch):
    class Context(ssl.SSLContext):
        pass

    monkeypatch.setattr(sys, "platform", "darwin")
    fake = types.ModuleType("truststore")
    fake.SSLContext = Context  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "truststore", fake)
    assert type(tls_context(None)) is Context


def test_the_flags_are_those_of_every_python(company, strict):
    for bundle in (company[0], None):
        flags = tls_context(bundle).verify_flags
        assert not flags & ssl.VERIFY_X509_STRICT
        assert flags & ssl.VERIFY_X509_PARTIAL_CHAIN
