"""What a record shows of a request and of its answer: names as CloudTrail writes them, secrets hidden.

EC2's own way of writing lists is not imitated: nothing here reads it.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.model import ListShape, MapShape, StructureShape
from botocore.parsers import create_parser
from moto.core.utils import get_service_model

from sandbox.aws.enforcement_request import Operation
from sandbox.aws.errors import Answer

_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_REFUSED = 300


def request_parameters(operation: Operation) -> dict[str, Any] | None:
    """The parameters of a request; null where there are none."""
    shown = _shown(dict(operation.params), _model(operation).input_shape)
    if operation.model == "s3" and "bucket" in shown:
        shown["bucketName"] = shown.pop("bucket")
    return shown or None


def response(operation: Operation, answer: Answer) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """What an operation answered: its elements, null where there are none, or errorCode and errorMessage."""
    status, headers, body = answer
    raw = {
        "status_code": status,
        "headers": HeadersDict({name: str(value) for name, value in headers.items()}),
        "body": body.encode() if isinstance(body, str) else body or b"",
    }
    output = _model(operation).output_shape
    parsed = create_parser(operation.protocol).parse(raw, output)
    if status >= _REFUSED:
        code = parsed.get("Error", {}).get("Code", str(status))
        prefix = "Client." if operation.service == "ec2" else ""
        return None, {"errorCode": f"{prefix}{code}", "errorMessage": parsed.get("Error", {}).get("Message", "")}
    del parsed["ResponseMetadata"]
    return _shown(parsed, output) or None, {}


def _model(operation: Operation) -> Any:
    return get_service_model(operation.model).operation_model(operation.name)


def _shown(value: Any, shape: Any) -> Any:
    """A value by its shape: first letters small, times as texts, bytes left out."""
    if shape is not None and shape.metadata.get("sensitive"):
        return _HIDDEN
    if isinstance(value, Mapping):
        members: Any = shape.members if isinstance(shape, StructureShape) else {}
        small = not isinstance(shape, MapShape)
        inner = shape.value if isinstance(shape, MapShape) else None
        pairs = (
            (_small(key) if small else str(key), _shown(item, members.get(key, inner))) for key, item in value.items()
        )
        return {key: item for key, item in pairs if item is not None}
    if isinstance(value, list):
        return [_shown(item, shape.member if isinstance(shape, ListShape) else None) for item in value]
    if isinstance(value, datetime):
        return f"{value:%b %d, %Y, %-I:%M:%S %p}"
    return value if isinstance(value, str | int | float) else None


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
