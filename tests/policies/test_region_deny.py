"""The list of what stays open in every region, and the documents that the regions' settings make."""

import dataclasses

import pytest
from pydantic import ValidationError

from policies import region_deny
from policies.document import Document
from policies.example import CONTEXT, OTHER_MEMBER, role
from policies.examples import verdict
from policies.guardrail import Request
from policies.guardrails.regions import GUARDRAIL, RegionSettings
from policies.lint import reference
from policies.types import PolicyType

SANDBOX, WORKLOADS = "o-exampleorg1/r-exam/ou-exam-sandbox1/", "o-exampleorg1/r-exam/ou-exam-workload/"


def decide(settings, region, path, account=OTHER_MEMBER, action="ec2:CreateVpc", **context):
    request = Request(
        name="asked",
        action=action,
        principal=role("Somebody", account),
        context={"aws:RequestedRegion": region, "aws:PrincipalOrgPaths": (path,), **context},
    )
    return verdict(request, PolicyType.SCP, GUARDRAIL.statements(CONTEXT, settings)).decision


def test_the_published_list_is_whole_and_each_entry_leaves_its_example_open():
    assert len(region_deny.PUBLISHED) == 86
    entries = dict(region_deny.PUBLISHED)
    for group in region_deny.GROUPS.values():
        entries |= group
    for pattern, action in entries.items():
        assert [known.name for known in reference.matching(action)] == [action]
        assert {known.name for known in reference.matching(action)} <= {
            known.name for known in reference.matching(pattern)
        }


def test_no_entry_is_stale():
    assert region_deny.stale() == ()


def test_an_entry_without_any_action_is_reported(monkeypatch):
    gone = {"alexa-for-nobody:*": "alexa-for-nobody:Ask", "ec2:DescribeContinents": "ec2:DescribeContinents"}
    monkeypatch.setattr(region_deny, "PUBLISHED", region_deny.PUBLISHED | gone)
    assert region_deny.stale() == tuple(gone)


def test_without_settings_there_is_one_statement():
    (statement,) = GUARDRAIL.statements(CONTEXT, RegionSettings())
    assert set(statement.not_actions) == set(region_deny.PUBLISHED)
    assert statement.conditions == {"StringNotEquals": {"aws:RequestedRegion": ("eu-west-1", "eu-central-1")}}


def test_units_and_accounts_with_different_regions_do_not_get_each_others():
    settings = RegionSettings(
        unit_regions={"Sandbox": ("eu-north-1", "us-west-2"), "Workloads/Canary": ("us-west-2",)},
        account_regions={"shop": ("sa-east-1",)},
    )
    shop, canary = CONTEXT.accounts["shop"], f"{WORKLOADS}ou-exam-canary01/"
    assert decide(settings, "eu-north-1", SANDBOX) == "Allow"
    assert decide(settings, "us-west-2", SANDBOX) == "Allow"
    assert decide(settings, "us-west-2", canary) == "Allow"
    assert decide(settings, "eu-north-1", canary) == "ExplicitDeny"
    assert decide(settings, "us-west-2", WORKLOADS) == "ExplicitDeny"
    assert decide(settings, "sa-east-1", WORKLOADS, shop) == "Allow"
    assert decide(settings, "sa-east-1", WORKLOADS) == "ExplicitDeny"
    assert decide(settings, "sa-east-1", SANDBOX) == "ExplicitDeny"
    assert decide(settings, "eu-west-1", WORKLOADS) == "Allow"
    assert decide(settings, "ap-south-1", SANDBOX, shop) == "ExplicitDeny"


def test_a_region_that_everybody_has_makes_no_statement_of_its_own():
    settings = RegionSettings(unit_regions={"Sandbox": ("eu-west-1",)})
    assert GUARDRAIL.statements(CONTEXT, settings) == GUARDRAIL.statements(CONTEXT, RegionSettings())


def test_a_unit_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        GUARDRAIL.statements(CONTEXT, RegionSettings(unit_regions={"Nowhere": ("eu-north-1",)}))


@pytest.mark.parametrize(
    ("settings", "place", "region", "expected"),
    [
        (RegionSettings(), "eu", "eu-west-3", "ExplicitDeny"),
        (RegionSettings(bedrock_geographies=("eu",)), "eu", "eu-west-3", "Allow"),
        (RegionSettings(bedrock_geographies=("eu",)), "us", "us-east-2", "ExplicitDeny"),
        (RegionSettings(bedrock_geographies=("eu",)), "global", "unspecified", "ExplicitDeny"),
        (RegionSettings(bedrock_global=True), "global", "unspecified", "Allow"),
        (RegionSettings(bedrock_global=True), "eu", "eu-west-3", "ExplicitDeny"),
    ],
)
def test_geographic_and_global_inference_are_separate_settings(settings, place, region, expected):
    profile = f"arn:aws:bedrock:eu-west-1:{OTHER_MEMBER}:inference-profile/{place}.amazon.nova-pro-v1:0"
    context = {"bedrock:InferenceProfileArn": profile}
    assert decide(settings, region, WORKLOADS, action="bedrock:InvokeModel", **context) == expected
    assert decide(settings, region, WORKLOADS, action="bedrock:CreateGuardrail") == "ExplicitDeny"


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_regions": {"Sandbox": ()}},
        {"unit_regions": {"Sandbox": ("Frankfurt",)}},
        {"open_actions": ("*",)},
        {"open_groups": ("everything",)},
        {"bedrock_geographies": ("global",)},
    ],
)
def test_settings_that_would_open_everything_or_nothing_are_refused(wrong):
    with pytest.raises(ValidationError):
        RegionSettings(**wrong)


def test_profiles_are_those_of_the_partition():
    context = dataclasses.replace(CONTEXT, partition="aws-us-gov", regions=("us-gov-west-1",))
    settings = RegionSettings(bedrock_geographies=("us-gov",))
    text = Document(statements=GUARDRAIL.statements(context, settings)).json()
    assert "arn:aws-us-gov:bedrock:*:*:inference-profile/us-gov.*" in text
