"""What was taken from default security groups is put back as it was."""

import json

import pytest

from tests.operations.default_groups.groups import (
    HOME,
    READ,
    SHOP,
    allow,
    default,
    group_named,
    record,
    refused,
    row,
    rules,
    tcp,
)

LINE = {"account": SHOP, "region": HOME, "vpc": "vpc-1", "group": "sg-01234567", "ingress": [], "egress": []}


def test_rules_of_every_kind_come_back_as_they_were(shop, close, restore, project):
    group, friend = default(shop)["GroupId"], group_named(shop, "friend")
    prefixes = {"PrefixListName": "offices", "MaxEntries": 1, "AddressFamily": "IPv4"}
    listed = shop.create_managed_prefix_list(**prefixes)["PrefixList"]["PrefixListId"]
    offices = {"CidrIp": "192.0.2.0/24", "Description": "offices"}
    ingress = [
        tcp(443, IpRanges=[offices, {"CidrIp": "198.51.100.0/24"}]),
        {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}]},
        {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": [{"CidrIp": "192.0.2.0/24"}]},
        tcp(22, UserIdGroupPairs=[{"GroupId": friend, "Description": "a friend"}]),
    ]
    shop.authorize_security_group_ingress(GroupId=group, IpPermissions=ingress)
    shop.authorize_security_group_egress(
        GroupId=group, IpPermissions=[tcp(80, PrefixListIds=[{"PrefixListId": listed}])]
    )
    before = rules(shop)
    assert len(before) == 8
    assert close("--account", "shop", "--apply").exit_code == 0
    assert rules(shop) == []
    shown = restore(str(record(project)), "--group", group)
    assert (shown.exit_code, rules(shop)) == (1, [])
    assert row(shown, group).endswith("6 in, 2 out  -          would be put back")
    assert shown.stderr == "nothing was changed; add --apply\n"
    assert restore(str(record(project)), "--group", group, "--apply").exit_code == 0
    assert rules(shop) == before
    again = restore(str(record(project)), "--group", group, "--apply")
    assert (again.exit_code, again.stdout) == (0, "1 default security group: 1 there before\n")
    assert rules(shop) == before


def test_only_what_is_named_comes_back(aws, shop, close, restore, project):
    before, other = rules(shop), aws.client("ec2", "eu-central-1", SHOP)
    assert close("--account", "shop", "--apply").exit_code == 0
    result = restore(str(record(project)), "--group", default(shop)["GroupId"], "--account", "shop", "--apply")
    assert (result.exit_code, rules(shop), rules(other)) == (0, before, [])


def test_what_can_not_come_back_keeps_nothing_else_away(shop, close, restore, project):
    group, friend, before = default(shop)["GroupId"], group_named(shop, "friend"), rules(shop)
    offices = tcp(443, IpRanges=[{"CidrIp": "192.0.2.0/24", "Description": "offices"}])
    of_friend, last = tcp(22, UserIdGroupPairs=[{"GroupId": friend}]), tcp(8443, IpRanges=[{"CidrIp": "192.0.2.0/24"}])
    shop.authorize_security_group_ingress(GroupId=group, IpPermissions=[of_friend, offices, last])
    assert close("--account", "shop", "--apply").exit_code == 0
    shop.delete_security_group(GroupId=friend)
    # Somebody has helped themselves meanwhile, without the description, which makes no other rule of it.
    helped = [tcp(443, IpRanges=[{"CidrIp": "192.0.2.0/24"}])]
    shop.authorize_security_group_ingress(GroupId=group, IpPermissions=helped)
    result = restore(str(record(project)), "--group", group, "--apply")
    assert result.exit_code == 1
    assert "3 in, 1 out" in row(result, group)
    assert "NOT PUT BACK: InvalidGroup.NotFound for AuthorizeSecurityGroupIngress" in row(result, group)
    assert set(before) < set(rules(shop))
    assert len(rules(shop)) == 4


def test_rules_are_written_down_before_they_are_taken(shop, close, restore, on, project):
    """AWS fails between the two directions: what is gone is in the file."""
    before = rules(shop)
    on("before-send.ec2.RevokeSecurityGroupEgress", refused("InvalidParameterValue"))
    result = close("--account", "shop", "--apply")
    assert result.exit_code == 1
    assert "NOT CLOSED: InvalidParameterValue for RevokeSecurityGroupEgress: Not\\n today." in result.stdout
    assert len(rules(shop)) == 1
    assert restore(str(record(project)), "--apply").exit_code == 0
    assert rules(shop) == before


def test_the_role_that_restores_may_lack_rights_too(aws, shop, close, restore, project):
    allow(aws, "Reader", SHOP, READ)
    assert close("--account", "shop", "--apply").exit_code == 0
    result = restore(str(record(project)), "--role", "Reader", "--apply")
    assert (result.exit_code, rules(shop)) == (1, [])
    assert "NOT PUT BACK: UnauthorizedOperation for AuthorizeSecurityGroupIngress" in result.stdout
    assert result.stderr.startswith("Reader, or the caller in their own account, lacks rights")


def test_a_group_that_is_gone_is_said(restore, project):
    (project / "taken.jsonl").write_text(json.dumps(LINE))
    result = restore(str(project / "taken.jsonl"), "--apply")
    assert result.exit_code == 1
    assert "NOT PUT BACK: no default group has this id any longer" in result.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found no group in "),
        ("no JSON\n", "taken.jsonl:1:1: "),
        (
            json.dumps(LINE) + "\n" + json.dumps(LINE | {"group": "x"}),
            'taken.jsonl:2:1: group: found "x", expected a security group\'s id',
        ),
        (
            json.dumps(LINE | {"account": "999988887777"}),
            "taken.jsonl:1:1: account: found 999988887777, expected an active account of the stack",
        ),
        (json.dumps({"account": SHOP}), "taken.jsonl:1:1: region: found nothing"),
    ],
)
def test_a_wrong_file_is_wrong_input(restore, project, text, said):
    (project / "taken.jsonl").write_text(text)
    result = restore(str(project / "taken.jsonl"), "--apply")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_no_file_is_wrong_input(restore, project):
    result = restore(str(project / "absent.jsonl"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "can't read" in result.stderr
