"""What the local AWS is told beside AWS's own protocols: events that are no calls, the time, and who signs in.

A POST of JSON to http://127.0.0.1:PORT/sandbox/NAME, which no proxy and no AWS client ever sends:

- `record`: a record of CloudTrail that no API call makes, as a console sign-in; it goes the same way as the others.
- `event`: an event that a service of AWS sends to EventBridge by itself, as a finding of GuardDuty.
- `skip`: {"seconds": n}, by which CloudWatch's time moves on.
- `root`: {"account": id}, answered with an access key of that account's root user.
- `person`: {"user": name, "permissionSet": name, "account": id}, answered with the access key of a session that the
  user of Identity Center opened.
"""

import json
import uuid
from collections.abc import Callable
from typing import Any

from moto.iam.models import AccessKey, iam_backends

from sandbox.aws.errors import Answer
from sandbox.aws.events import alarms, bus, recorder
from sandbox.aws.events.clock import CLOCK
from sandbox.aws.services.ssoadmin_sessions import sign_in

PREFIX = "/sandbox/"
_EVENT = ("detail-type", "source", "account", "time", "region", "resources", "detail")


def answer(path: str, body: bytes | None) -> Answer:
    """Do what is asked; 400 with the reason for what can't be done."""
    verb = _VERBS.get(path.removeprefix(PREFIX))
    try:
        if verb is None:
            raise ValueError(f"{path}: one of {', '.join(_VERBS)} is needed")
        status, text = 200, json.dumps(verb(json.loads(body or b"{}")))
    except (KeyError, TypeError, ValueError) as error:
        status, text = 400, json.dumps({"message": f"{type(error).__name__}: {error}"})
    return status, {"Content-Type": "application/json", "Content-Length": str(len(text))}, text.encode()


def _record(record: dict[str, Any]) -> dict[str, Any]:
    recorder.deliver(record)
    return {}


def _event(wanted: dict[str, Any]) -> dict[str, Any]:
    event = {name: wanted[name] for name in _EVENT}
    if not event["source"].startswith("aws."):
        raise ValueError(f"source {event['source']}: a service's begins with aws., others put events by PutEvents")
    bus.deliver({"version": "0", "id": str(uuid.uuid4()), **event}, event["account"], event["region"])
    return {}


def _skip(wanted: dict[str, Any]) -> dict[str, Any]:
    CLOCK.skip(float(wanted["seconds"]))
    alarms.evaluate_all()
    return {}


def _root(wanted: dict[str, Any]) -> dict[str, Any]:
    account = str(wanted["account"])
    if account not in iam_backends:
        raise ValueError(f"there is no account {account}")
    backend = iam_backends[account]["aws"]
    key: Any = AccessKey(user_name=None, prefix="AKIA", account_id=account)
    backend.access_keys[key.access_key_id] = key
    vars(key)["issued_to"] = (account, f"arn:aws:iam::{account}:root")
    return {"AccessKeyId": key.access_key_id, "SecretAccessKey": key.secret_access_key}


def _person(wanted: dict[str, Any]) -> dict[str, Any]:
    return {**sign_in(str(wanted["user"]), str(wanted["permissionSet"]), str(wanted["account"]))}


_VERBS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "event": _event,
    "person": _person,
    "record": _record,
    "root": _root,
    "skip": _skip,
}
