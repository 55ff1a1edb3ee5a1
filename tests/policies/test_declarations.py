"""Declarations against AWS's documentation: only attributes that it knows, with values that it takes.

The languages, read 2026-11-25:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ec2_syntax.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3_syntax.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
"""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from policies.document import canonical
from policies.example import CONTEXT
from policies.guardrail import Declaration, Settings
from policies.guardrails import catalogue
from policies.guardrails.ec2_declarative import Ec2Settings
from policies.guardrails.tag_policy import TagRule, TagSettings
from policies.limits import CHARACTERS
from policies.organization import Placement, organization_policies
from policies.types import Bundle, Mode, PolicyType

SWITCH = re.compile(r"enabled|disabled")
PREFERENCE = re.compile(r"enabled|disabled|no_preference")
# Path of each value that may be assigned, with what AWS takes there.
LANGUAGE = {
    PolicyType.EC2: {
        "ec2_attributes.exception_message": re.compile(r".+"),
        "ec2_attributes.instance_metadata_defaults.http_tokens": re.compile(r"required|optional|no_preference"),
        "ec2_attributes.instance_metadata_defaults.http_tokens_enforced": PREFERENCE,
        "ec2_attributes.instance_metadata_defaults.http_put_response_hop_limit": re.compile(
            r"-1|[0-9]|[1-5][0-9]|6[0-4]"
        ),
        "ec2_attributes.instance_metadata_defaults.http_endpoint": PREFERENCE,
        "ec2_attributes.instance_metadata_defaults.instance_metadata_tags": PREFERENCE,
        "ec2_attributes.image_block_public_access.state": re.compile(r"unblocked|block_new_sharing"),
        "ec2_attributes.snapshot_block_public_access.state": re.compile(
            r"unblocked|block_new_sharing|block_all_sharing"
        ),
        "ec2_attributes.serial_console_access.status": SWITCH,
        "ec2_attributes.vpc_block_public_access.internet_gateway_block.mode": re.compile(
            r"off|block_ingress|block_bidirectional"
        ),
        "ec2_attributes.vpc_block_public_access.internet_gateway_block.exclusions_allowed": SWITCH,
        "ec2_attributes.allowed_images_settings.state": re.compile(r"enabled|disabled|audit_mode"),
        "ec2_attributes.allowed_images_settings.image_criteria.criteria_1.allowed_image_providers": re.compile(
            r"[0-9]{12}|amazon|aws_marketplace|aws_backup_vault"
        ),
    },
    PolicyType.S3: {"s3_attributes.public_access_block_configuration": re.compile(r"all|none")},
    PolicyType.AI: {"services.default.opt_out_policy": re.compile(r"optIn|optOut")},
    PolicyType.TAG: {
        "tags.*.tag_key": re.compile(r"[\w .:/=+@-]{1,128}"),
        "tags.*.tag_value": re.compile(r"[\w .:/=+@-]*\*?[\w .:/=+@-]*"),
        "tags.*.enforced_for": re.compile(r"[a-z0-9-]+:([A-Za-z0-9/-]+|ALL_SUPPORTED)"),
    },
}
DECLARATIONS = sorted(key for key, entry in catalogue().items() if isinstance(entry, Declaration))


def declaration(key) -> Declaration:
    entry = catalogue()[key]
    assert isinstance(entry, Declaration)
    return entry


def content(key, settings: Settings):
    return declaration(key).content(CONTEXT, settings)


def assigned(node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value below a node with its path; the operators for policies below are checked on the way."""
    for name, value in node.items():
        if name == "@@assign":
            yield path, value
        elif name == "@@operators_allowed_for_child_policies":
            assert value == ["@@none"]
        else:
            yield from assigned(value, (*path, name))


def unknown(policy_type, node) -> list[str]:
    """What AWS would refuse; nothing when the content is in the language."""
    found = []
    for path, value in assigned(node):
        name = ".".join(path)
        allowed = LANGUAGE[policy_type].get(name) or LANGUAGE[policy_type].get(f"{path[0]}.*.{path[-1]}")
        values = value if isinstance(value, list) else [value]
        if not allowed or not values or not all(isinstance(v, str) and allowed.fullmatch(v) for v in values):
            found.append(f"{name}: {value}")
    return found


@pytest.mark.parametrize("key", DECLARATIONS)
@pytest.mark.parametrize("which", ["settings", "example"])
def test_declarations_speak_the_language_of_their_type(key, which):
    entry = declaration(key)
    settings = entry.settings() if which == "settings" else entry.example_settings
    assert unknown(entry.policy_type, content(key, settings)) == []


def test_what_is_not_in_the_language_is_noticed():
    assert unknown(PolicyType.S3, {"s3_attributes": {"public_access_block": {"@@assign": "all"}}})
    assert unknown(PolicyType.S3, {"s3_attributes": {"public_access_block_configuration": {"@@assign": "ALL"}}})
    assert unknown(PolicyType.TAG, {"tags": {"owner": {"enforced_for": {"@@assign": []}}}})
    assert unknown(PolicyType.EC2, {"ec2_attributes": {"exception_message": {"@@assign": 4}}})


def choices(name: str) -> list[Any]:
    """The values of a setting that has a few only."""
    annotation = Ec2Settings.model_fields[name].annotation
    return [value for part in get_args(annotation) or (annotation,) for value in (get_args(part) or (part,))]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("http_tokens", "instance_metadata_defaults.http_tokens"),
        ("http_endpoint", "instance_metadata_defaults.http_endpoint"),
        ("instance_metadata_tags", "instance_metadata_defaults.instance_metadata_tags"),
        ("images", "image_block_public_access.state"),
        ("snapshots", "snapshot_block_public_access.state"),
        ("serial_console", "serial_console_access.status"),
        ("vpc_block", "vpc_block_public_access.internet_gateway_block.mode"),
    ],
)
def test_every_choice_of_ec2_is_assigned_where_it_belongs_and_null_nowhere(name, path):
    for value in choices(name):
        settings = Ec2Settings.model_validate({name: None if value is type(None) else value})
        policy = content("ec2Declarative", settings)
        found = {".".join(where[1:]): said for where, said in assigned(policy)}
        assert unknown(PolicyType.EC2, policy) == []
        assert found.get(path) == getattr(settings, name)


def test_ec2_by_default_is_exactly_this():
    assert content("ec2Declarative", Ec2Settings()) == {
        "ec2_attributes": {
            "instance_metadata_defaults": {
                "http_tokens": {"@@assign": "required"},
                "http_put_response_hop_limit": {"@@assign": "2"},
                "http_endpoint": {"@@assign": "enabled"},
                "instance_metadata_tags": {"@@assign": "no_preference"},
            },
            "image_block_public_access": {"state": {"@@assign": "block_new_sharing"}},
            "snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}},
            "serial_console_access": {"status": {"@@assign": "disabled"}},
        }
    }


def test_images_vpcs_and_messages_of_ec2():
    settings = Ec2Settings(
        http_tokens_enforced=True,
        vpc_block="block_bidirectional",
        vpc_exclusions=False,
        image_providers=("amazon", "111122223333", "amazon"),
        image_providers_state="enabled",
        exception_message="Ask us.",
    )
    attributes = content("ec2Declarative", settings)["ec2_attributes"]
    assert attributes["instance_metadata_defaults"]["http_tokens_enforced"] == {"@@assign": "enabled"}
    assert attributes["vpc_block_public_access"] == {
        "internet_gateway_block": {
            "mode": {"@@assign": "block_bidirectional"},
            "exclusions_allowed": {"@@assign": "disabled"},
        }
    }
    assert attributes["allowed_images_settings"] == {
        "state": {"@@assign": "enabled"},
        "image_criteria": {"criteria_1": {"allowed_image_providers": {"@@assign": ["111122223333", "amazon"]}}},
    }
    assert attributes["exception_message"] == {"@@assign": "Ask us."}


def test_s3_blocks_all_four_ways():
    assert content("s3PublicAccess", Settings()) == {
        "s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}
    }


def test_nobody_opts_in_to_ai_again_on_any_level():
    services = content("aiOptOut", Settings())["services"]
    closed = {"@@operators_allowed_for_child_policies": ["@@none"]}
    assert services == {**closed, "default": {**closed, "opt_out_policy": {**closed, "@@assign": "optOut"}}}


def test_tags_say_key_values_and_where_they_are_enforced():
    settings = TagSettings(
        tags=(
            TagRule(key="CostCenter", values=("300*", "100"), enforced_for=("ec2:instance", "dynamodb:ALL_SUPPORTED")),
            TagRule(key="Owner"),
        )
    )
    assert content("tagPolicy", settings) == {
        "tags": {
            "costcenter": {
                "tag_key": {"@@assign": "CostCenter"},
                "tag_value": {"@@assign": ["100", "300*"]},
                "enforced_for": {"@@assign": ["dynamodb:ALL_SUPPORTED", "ec2:instance"]},
            },
            "owner": {"tag_key": {"@@assign": "Owner"}},
        }
    }


def test_tags_are_off_and_say_nothing_until_there_are_rules():
    assert declaration("tagPolicy").mode == Mode.OFF
    assert content("tagPolicy", TagSettings()) == {}


@pytest.mark.parametrize(
    ("model", "wrong", "where"),
    [
        (Ec2Settings, {"httpTokens": "Required"}, "httpTokens"),
        (Ec2Settings, {"httpPutResponseHopLimit": 65}, "httpPutResponseHopLimit"),
        (Ec2Settings, {"httpPutResponseHopLimit": -2}, "httpPutResponseHopLimit"),
        (Ec2Settings, {"images": "block_all_sharing"}, "images"),
        (Ec2Settings, {"snapshots": "blocked"}, "snapshots"),
        (Ec2Settings, {"serialConsole": True}, "serialConsole"),
        (Ec2Settings, {"vpcBlock": "ingress"}, "vpcBlock"),
        (Ec2Settings, {"imageProviders": ["aws-marketplace"]}, "imageProviders"),
        (Ec2Settings, {"imageProviders": ["11112222333"]}, "imageProviders"),
        (Ec2Settings, {"imageProvidersState": "disabled"}, "imageProvidersState"),
        (Ec2Settings, {"exceptionMessage": ""}, "exceptionMessage"),
        (Ec2Settings, {"imdsv2": True}, "imdsv2"),
        (Ec2Settings, {"httpTokensEnforced": True, "httpTokens": "optional"}, "httpTokensEnforced needs"),
        (TagSettings, {"tags": [{"key": "cost#center"}]}, "key"),
        (TagSettings, {"tags": [{"key": " CostCenter"}]}, "key"),
        (TagSettings, {"tags": [{"key": "aws:owner"}]}, "AWS's own"),
        (TagSettings, {"tags": [{"key": "k" * 129}]}, "key"),
        (TagSettings, {"tags": [{"key": "Owner", "values": ["a*b*"]}]}, "values"),
        (TagSettings, {"tags": [{"key": "Owner", "values": ["v" * 257]}]}, "values"),
        (TagSettings, {"tags": [{"key": "Owner", "enforcedFor": ["*"]}]}, "enforcedFor"),
        (TagSettings, {"tags": [{"key": "Owner", "enforcedFor": ["ec2"]}]}, "enforcedFor"),
        (TagSettings, {"tags": [{"key": "Owner", "enforcedFor": ["ec2:*"]}]}, "enforcedFor"),
        (TagSettings, {"tags": [{"key": "Owner"}, {"key": "owner"}]}, "two rules for owner"),
    ],
)
def test_wrong_settings_are_refused_where_they_are(model, wrong, where):
    with pytest.raises(ValidationError, match=re.escape(where)):
        model.model_validate(wrong)


@pytest.mark.parametrize("key", ["k", "k" * 128, "team:Cost Center/a=b+c@d.e_f-g"])
def test_keys_that_aws_takes_are_taken(key):
    assert TagRule(key=key).key == key


def test_all_declarations_together_fit_in_one_policy_for_each_type():
    placements = [
        Placement(key=key, entry=declaration(key), targets=("Root",), settings=declaration(key).example_settings)
        for key in DECLARATIONS
    ]
    policies = organization_policies(placements, CONTEXT)
    assert {policy.policy_type for policy in policies} == set(LANGUAGE)
    for policy in policies:
        assert policy.characters == len(canonical(policy.content)) <= CHARACTERS[policy.policy_type].value
        assert all(catalogue()[guardrail].bundle == Bundle.DECLARATIVE for guardrail in policy.guardrails)
