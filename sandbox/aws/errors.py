"""AWS's own error bodies for answers that moto cannot give itself."""

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

Answer = tuple[int, dict[str, str], bytes]


def service_of(host: str) -> str:
    """Name the service in a host, because error bodies and codes differ per service."""
    labels = host.split("://")[-1].split(":")[0].split(".")
    if "s3" in labels or any(label.startswith("s3-") for label in labels):
        return "s3"
    return labels[0]


def credentials_code(service: str, protocol: str) -> str:
    """Give the code with which this service refuses an access key that it does not know."""
    if service == "s3":
        return "InvalidAccessKeyId"
    if service == "ec2":
        return "AuthFailure"
    return "InvalidClientTokenId" if protocol == "query" else "UnrecognizedClientException"


def protocol_of(host: str, headers: Mapping[str, str]) -> str:
    """Name the wire format of a request, because its error must come back in the same one."""
    service = service_of(host)
    if service in ("s3", "ec2"):
        return service
    if "cbor" in (headers.get("smithy-protocol") or ""):
        return "cbor"
    if "x-www-form-urlencoded" in (headers.get("Content-Type") or ""):
        return "query"
    return "json"


def error(status: int, code: str, message: str, protocol: str) -> Answer:
    """Write one error in the given wire format, so that every AWS client reads its code."""
    headers = {"x-amzn-RequestId": "sandbox"}
    if protocol == "json":
        body = json.dumps({"__type": code, "message": message}).encode()
        return status, headers | {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}, body
    if protocol == "cbor":
        body = b"\xa2" + b"".join(_cbor_text(text) for text in ("__type", code, "message", message))
        return status, headers | {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}, body
    inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    wrapped = {
        "s3": f"<Error>{inner}</Error>",
        "ec2": f"<Response><Errors><Error>{inner}</Error></Errors><RequestID>sandbox</RequestID></Response>",
        "query": f"<ErrorResponse><Error>{inner}</Error><RequestId>sandbox</RequestId></ErrorResponse>",
    }[protocol]
    return status, headers | {"Content-Type": "text/xml"}, f'<?xml version="1.0"?>{wrapped}'.encode()


def _cbor_text(text: str) -> bytes:
    data = text.encode()
    return b"\x79" + len(data).to_bytes(2, "big") + data
