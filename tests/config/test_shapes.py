"""Limits and patterns of the models are those of AWS's own service models."""

import gzip
import json
from functools import cache
from pathlib import Path

import botocore
import pytest

from config.models import Baseline, Organization
from config.shapes import _at
from config.snapshot import Snapshot

AWS_WORD = r"[\w+=,.@-]+"
OURS_FOR = {
    r"^\d{12}$": r"^[0-9]{12}$",
    r"[^\s@]+@[^\s@]+\.[^\s@]+": r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    r"[\s0-9()+-]+": r"^[\s0-9()+-]+$",
    r"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}": (
        r"^arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}$"
    ),
    AWS_WORD: r"^[A-Za-z0-9_+=,.@-]+$",
}


@cache
def shapes(service):
    folder = Path(botocore.__file__).parent / "data" / service
    file = max(folder.glob("*/service-2.json*"))
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return json.loads(data)["shapes"]


CONTACT = ("presets", "standard", "alternateContacts", "security")
PAIRS = [
    (Organization, ("id",), "organizations", "OrganizationId"),
    (Snapshot, ("root", "id"), "organizations", "RootId"),
    (Snapshot, ("organizationalUnits", "x", "id"), "organizations", "OrganizationalUnitId"),
    (Snapshot, ("accounts", "[key]"), "organizations", "AccountId"),
    (Snapshot, ("identityCenter", "instanceArn"), "sso-admin", "InstanceArn"),
    (Baseline, ("accounts", "x", "id"), "organizations", "AccountId"),
    (Baseline, ("accounts", "x", "email"), "organizations", "Email"),
    (Baseline, ("permissionSets", "[key]"), "sso-admin", "PermissionSetName"),
    (Baseline, (*CONTACT, "phone"), "account", "PhoneNumber"),
]


@pytest.mark.parametrize(("model", "path", "service", "name"), PAIRS, ids=lambda value: str(value))
def test_patterns_are_those_of_aws(model, path, service, name):
    aws = shapes(service)[name]["pattern"]
    assert _at(model, path)["pattern"] == OURS_FOR.get(aws, aws)


@pytest.mark.parametrize(
    ("path", "service", "name"),
    [
        (("permissionSets", "[key]"), "sso-admin", "PermissionSetName"),
        (("permissionSets", "x", "description"), "sso-admin", "PermissionSetDescription"),
        (("accounts", "x", "email"), "organizations", "Email"),
        (("accounts", "x", "name"), "account", "AccountName"),
        ((*CONTACT, "name"), "account", "Name"),
        ((*CONTACT, "title"), "account", "Title"),
        ((*CONTACT, "phone"), "account", "PhoneNumber"),
    ],
    ids=lambda value: str(value),
)
def test_lengths_are_those_of_aws(path, service, name):
    assert _at(Baseline, path)["maxLength"] == shapes(service)[name]["max"]


def test_numbers_are_within_those_of_aws():
    policy = ("presets", "x", "passwordPolicy")
    length = _at(Baseline, (*policy, "minimumLength"))
    reuse = _at(Baseline, (*policy, "reusePrevention"))
    iam = shapes("iam")
    assert iam["minimumPasswordLengthType"]["min"] <= length["minimum"]
    assert length["maximum"] == iam["minimumPasswordLengthType"]["max"]
    assert reuse["minimum"] == iam["passwordReusePreventionType"]["min"]
    assert reuse["maximum"] == iam["passwordReusePreventionType"]["max"]
