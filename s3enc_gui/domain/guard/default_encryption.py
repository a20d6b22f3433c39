"""Changes a bucket's default encryption in the server's own XML; what isn't changed stays.

Sources: S3 API Reference (PutBucketEncryption, ServerSideEncryptionRule: exactly one rule, which
replaces the whole configuration), S3 User Guide (blocking-unblocking-s3-c-encryption-gpb).
"""

from __future__ import annotations

from xml.etree import ElementTree

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyForm, parse_key_reference
from s3enc_gui.i18n import text

_ROOT = "ServerSideEncryptionConfiguration"
_DEFAULT = "ApplyServerSideEncryptionByDefault"
_BLOCKED = "BlockedEncryptionTypes"
_TYPE = "EncryptionType"
_SSE_C, _NONE = "SSE-C", "NONE"
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_EMPTY = f'<{_ROOT} xmlns="{_NAMESPACE}"/>'


@dataclass(frozen=True, slots=True)
class EncryptionChange:
    """What to change; None: as it is. `choice` has a kind, and the key's ARN or none (aws/s3).

    Raises AppError for other choices: an alias or key ID would be looked up in the account of each
    caller (PutBucketEncryption).
    """

    choice: EncryptionChoice | None = None
    block_sse_c: bool | None = None

    def __post_init__(self) -> None:
        choice = self.choice
        if choice is None:
            return
        if choice.kind is Encryption.BUCKET_DEFAULT:
            raise AppError(
                text("A bucket's default encryption can't be switched off"),
                text("Amazon S3 encrypts every object, at least with SSE-S3."),
                code="InvalidEncryptionChoice",
            )
        is_aws = choice.key is None or choice.key.startswith("arn:")
        if is_aws and choice.key and not _is_key_arn(choice.key):
            raise _needs_arn(choice.key)


def _is_key_arn(key: str) -> bool:
    return parse_key_reference(key).form is KeyForm.KEY_ARN


def _needs_arn(key: str) -> AppError:
    return AppError(
        text("The bucket's default needs the key's ARN"),
        text(
            "“{key}” could stand for another key in the account of somebody who uploads.", key=key
        ),
        text("Enter arn:aws:kms:REGION:ACCOUNT:key/KEY-ID."),
        code="MalformedKey",
    )


def changed(configuration: str, change: EncryptionChange) -> str:
    """Return the configuration in XML (empty: there is none) with the change.

    Elements that S3enc doesn't know stay. Raises AppError where it can't be read.
    """
    tree = _tree(configuration or _EMPTY)
    space = tree.tag.partition("}")[0] + "}" if tree.tag.startswith("{") else ""
    rule = tree.find(f"{space}Rule")
    if rule is None:
        rule = ElementTree.SubElement(tree, f"{space}Rule")
    if change.choice:
        _choose(rule, space, change.choice)
    if change.block_sse_c is not None:
        _block(rule, space, blocked=change.block_sse_c)
    if rule.find(f"{space}{_DEFAULT}") is None:
        _choose(rule, space, EncryptionChoice(Encryption.SSE_S3))
    if space:
        ElementTree.register_namespace("", space[1:-1])
    return ElementTree.tostring(tree, encoding="unicode")


def requested(configuration: str) -> tuple[str, str | None]:
    """Return the algorithm and the key that a configuration makes the default.

    Without a configuration, Amazon S3 encrypts with SSE-S3. Raises AppError where it can't be read.
    """
    tree = _tree(configuration or _EMPTY)
    space = tree.tag.partition("}")[0] + "}" if tree.tag.startswith("{") else ""
    default = f"{space}Rule/{space}{_DEFAULT}/{space}"
    algorithm = (tree.findtext(f"{default}SSEAlgorithm") or "").strip()
    key = (tree.findtext(f"{default}KMSMasterKeyID") or "").strip()
    return algorithm or Encryption.SSE_S3.value, key or None


def _choose(rule: ElementTree.Element, space: str, choice: EncryptionChoice) -> None:
    default = rule.find(f"{space}{_DEFAULT}")
    if default is None:
        default = ElementTree.Element(f"{space}{_DEFAULT}")
        rule.insert(0, default)
    _set(default, f"{space}SSEAlgorithm", choice.kind.value)
    _set(default, f"{space}KMSMasterKeyID", choice.key)
    if choice.bucket_key is not None:
        _set(rule, f"{space}BucketKeyEnabled", str(choice.bucket_key).lower())


def _set(parent: ElementTree.Element, tag: str, value: str | None) -> None:
    found = parent.find(tag)
    if value is None:
        if found is not None:
            parent.remove(found)
        return
    if found is None:
        found = ElementTree.SubElement(parent, tag)
    found.text = value


def _block(rule: ElementTree.Element, space: str, *, blocked: bool) -> None:
    """Add SSE-C to the blocked types, or remove it; other types stay. NONE: no type."""
    element = rule.find(f"{space}{_BLOCKED}")
    if element is None:
        element = ElementTree.SubElement(rule, f"{space}{_BLOCKED}")
    for one in element.findall(f"{space}{_TYPE}"):
        if (one.text or "").strip() in (_SSE_C, _NONE):
            element.remove(one)
    if blocked or element.find(f"{space}{_TYPE}") is None:
        added = ElementTree.SubElement(element, f"{space}{_TYPE}")
        added.text = _SSE_C if blocked else _NONE


def same_configuration(one: str, other: str) -> bool:
    """Whether two configurations have the same elements; order and namespaces don't matter."""
    if not one or not other:
        return one == other
    try:
        return _normal(_tree(one)) == _normal(_tree(other))
    except AppError:
        return False


def configuration_lines(configuration: str) -> str:
    """Return a configuration with one element per line, to be compared."""
    try:
        tree = _tree(configuration)
    except AppError:
        return configuration
    for element in tree.iter():
        element.tag = _local(element.tag)
        element.text = element.text.strip() if element.text else element.text
        element.tail = None
    ElementTree.indent(tree)
    return ElementTree.tostring(tree, encoding="unicode") + "\n"


def check_configuration(configuration: str) -> None:
    """Raise AppError unless it is a default encryption with at most one rule."""
    _tree(configuration)


def _tree(configuration: str) -> ElementTree.Element:
    try:
        tree = ElementTree.fromstring(configuration)  # noqa: S314 - as botocore's
    except (ElementTree.ParseError, ValueError) as error:
        raise _unreadable() from error
    rules = [one for one in tree if _local(one.tag) == "Rule"]
    if _local(tree.tag) != _ROOT or len(rules) > 1:
        raise _unreadable()
    return tree


def _unreadable() -> AppError:
    return AppError(
        text("The bucket's default encryption can't be changed"),
        text("What the server returned isn't a default encryption with one rule."),
        text("Nothing was written."),
        code="UnreadableAnswer",
    )


_Element = tuple[str, str, tuple[object, ...]]


def _normal(element: ElementTree.Element) -> _Element:
    children = sorted(map(_normal, element), key=repr)
    return _local(element.tag), (element.text or "").strip(), tuple(children)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
