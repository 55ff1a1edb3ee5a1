"""Who made a request, as a record says it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from typing import Any

from moto.iam.models import iam_backends

from policies.principals import Kind
from sandbox.aws.enforcement_caller import Identity, identify

_TYPES = {
    Kind.ROOT: "Root",
    Kind.USER: "IAMUser",
    Kind.SESSION: "AssumedRole",
    Kind.FEDERATED_USER: "FederatedUser",
}
_TEMPORARY = "ASIA"


def user_identity(access_key: str) -> dict[str, Any]:
    """The userIdentity of whoever holds the key. Raises LookupError for a key of nobody."""
    identity = identify(access_key)
    who = identity.caller
    element: dict[str, Any] = {
        "type": _TYPES[who.kind],
        "principalId": identity.keys.get("aws:userid", "AIDASANDBOX0000000000"),
        "arn": who.principal,
        "accountId": identity.account,
        "accessKeyId": access_key,
    }
    if who.kind == Kind.USER:
        element["userName"] = who.principal.rpartition("/")[2]
    if access_key.startswith(_TEMPORARY):
        element["sessionContext"] = _session(access_key, identity)
    return element


def _session(access_key: str, identity: Identity) -> dict[str, Any]:
    partition = identity.caller.principal.split(":")[1]
    made = iam_backends[identity.account][partition].access_keys[access_key].create_date
    with_mfa = identity.keys.get("aws:MultiFactorAuthPresent", "false")
    context: dict[str, Any] = {
        "attributes": {"creationDate": f"{made:%Y-%m-%dT%H:%M:%SZ}", "mfaAuthenticated": with_mfa}
    }
    arn = identity.caller.arn or ""
    if identity.caller.kind in (Kind.SESSION, Kind.FEDERATED_USER):
        context["sessionIssuer"] = {
            "type": "Role" if identity.caller.kind == Kind.SESSION else "IAMUser",
            "principalId": identity.keys["aws:userid"].partition(":")[0],
            "arn": arn,
            "accountId": identity.account,
            "userName": arn.rpartition("/")[2],
        }
    if source := identity.keys.get("aws:SourceIdentity"):
        context["sourceIdentity"] = source
    if identity.keys.get("aws:AssumedRoot") == "true":
        context["assumedRoot"] = "true"
    return context
