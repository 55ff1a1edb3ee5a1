"""Default security groups are closed everywhere; those in use are left and named."""

import json
import threading

from tests.operations.default_groups.groups import (
    CANARY,
    EVERYTHING,
    HOME,
    SHOP,
    changes,
    default,
    empty,
    fill,
    group_named,
    interface,
    one_by_one,
    record,
    row,
    rules,
    tcp,
)
from tests.sandbox.glass import ACCOUNTS, REGIONS


def test_without_apply_everything_is_shown_and_nothing_changed(aws, shop, close, project):
    before, done, group = rules(shop), changes(aws), default(shop)
    result = close("--account", SHOP)
    assert result.exit_code == 1
    assert row(result, group["GroupId"]).split()[:3] == ["shop", HOME, group["VpcId"]]
    assert row(result, group["GroupId"]).endswith("1 in, 1 out  -          would be closed")
    assert result.stdout.endswith("3 default security groups: 3 would be closed\n")
    assert result.stderr == "nothing was changed; add --apply\n"
    assert (rules(shop), changes(aws)) == (before, done)
    assert not (project / "evidence").exists()


def test_all_are_closed_in_all_accounts_and_regions_and_a_second_run_finds_nothing_to_do(aws, close, project):
    places = [aws.client("ec2", region, number) for number in ACCOUNTS.values() for region in REGIONS]
    for ec2 in places:
        fill(ec2)
        empty(ec2)
    own = group_named(places[0], "own")
    result = close("--apply")
    assert result.exit_code == 0
    assert result.stdout.endswith("\n18 default security groups: 18 closed now\n")
    assert [rules(ec2) for ec2 in places] == [[]] * 18
    assert places[0].describe_security_groups(GroupIds=[own])["SecurityGroups"][0]["IpPermissionsEgress"] != []
    places[0].delete_security_group(GroupId=own)
    done = changes(aws)
    again = close("--apply")
    assert (again.exit_code, again.stdout) == (0, "18 default security groups: 18 closed before\n")
    assert (again.stderr, changes(aws)) == ("", done)
    assert len(record(project).read_text().splitlines()) == 18


def test_a_group_that_an_instance_uses_is_left_until_it_is_said(aws, shop, close, restore, project):
    started = shop.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    before, group = rules(shop), default(shop)["GroupId"]
    result = close("--account", "shop", "--apply")
    assert result.exit_code == 1
    assert f"1: {started['NetworkInterfaces'][0]['NetworkInterfaceId']} ({started['InstanceId']})" in row(result, group)
    assert row(result, group).endswith("left open, in use")
    assert "--include-in-use closes it all the same" in result.stderr
    assert rules(shop) == before
    assert rules(aws.client("ec2", "eu-central-1", SHOP)) == []
    record(project).unlink()
    forced = close("--account", "shop", "--group", group, "--include-in-use", "--apply")
    assert (forced.exit_code, rules(shop)) == (0, [])
    assert forced.stderr == (
        f"to undo: guardrails accounts restore-default-security-groups {record(project)} -s prod --apply\n"
    )
    assert restore(str(record(project)), "--apply").exit_code == 0
    assert rules(shop) == before


def test_a_lone_interface_keeps_its_group_open(shop, close):
    group = default(shop)["GroupId"]
    number = interface(shop, group, Description="ELB app/front")
    result = close("--account", "shop", "--apply")
    assert f"1: {number} (ELB app/front)" in row(result, group)
    assert rules(shop) != []
    shop.delete_network_interface(NetworkInterfaceId=number)
    assert close("--account", "shop", "--apply").exit_code == 0
    assert rules(shop) == []


def test_interfaces_that_the_account_hides_count_too(shop, close, on):
    """AWS leaves out what its services manage, where the account wants it so, unless it is asked for."""
    group, asked = default(shop)["GroupId"], threading.local()
    interface(shop, group)

    def ask(params, **_):
        asked.everything = params["body"].get("IncludeManagedResources") == "true"

    def answer(parsed, **_):
        if not asked.everything:
            parsed["NetworkInterfaces"] = []

    on("before-call.ec2.DescribeNetworkInterfaces", ask)
    on("after-call.ec2.DescribeNetworkInterfaces", answer)
    assert row(close("--account", "shop", "--apply"), group).endswith("left open, in use")
    assert rules(shop) != []


def test_a_group_to_which_another_refers_is_left(shop, close):
    group, before = default(shop)["GroupId"], rules(shop)
    other = group_named(shop, "database")
    shop.authorize_security_group_ingress(
        GroupId=other, IpPermissions=[tcp(5432, UserIdGroupPairs=[{"GroupId": group}])]
    )
    result = close("--account", "shop", "--apply")
    assert f"1: {other}" in row(result, group)
    assert (result.exit_code, rules(shop)) == (1, before)


def test_a_group_to_which_another_account_refers_beyond_a_peering_is_left(aws, shop, close):
    there = aws.client("ec2", HOME, CANARY)
    far, before, group = there.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"], rules(shop), default(shop)
    peer = {"VpcId": group["VpcId"], "PeerVpcId": far, "PeerOwnerId": CANARY, "PeerRegion": HOME}
    peering = shop.create_vpc_peering_connection(**peer)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    there.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    pair = {"GroupId": group["GroupId"], "UserId": SHOP}
    other = group_named(there, "backend", VpcId=far)
    there.authorize_security_group_ingress(GroupId=other, IpPermissions=[tcp(443, UserIdGroupPairs=[pair])])
    result = close("--account", "shop", "--apply")
    assert f"1: {far} (by {peering})" in row(result, group["GroupId"])
    assert rules(shop) == before
    shop.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    assert close("--account", "shop", "--apply").exit_code == 0
    assert rules(shop) == []
    there.delete_security_group(GroupId=other)
    there.delete_vpc(VpcId=far)


def test_a_group_of_another_account_is_its_owners(shop, close, on):
    """As in a VPC that is shared: whoever takes part in it doesn't see to its groups."""
    before, number = rules(shop), default(shop)["GroupId"]

    def answer(parsed, **_):
        for group in parsed["SecurityGroups"]:
            group["OwnerId"] = CANARY if group["GroupId"] == number else group["OwnerId"]

    on("after-call.ec2.DescribeSecurityGroups", answer)
    result = close("--account", "shop", "--apply")
    assert (result.exit_code, rules(shop)) == (0, before)
    assert result.stdout.endswith("2 default security groups: 2 closed now\n")


def test_all_enabled_regions_when_asked(aws, close):
    """An opt-in region is looked at once it is enabled; one by default always, used or not."""
    account = aws.client("account", account=SHOP)

    def looked_at():
        found = json.loads(close("--account", "shop", "--all-regions", "--json").stdout)
        return {group["region"] for group in found["groups"]}

    assert "ap-east-1" not in looked_at()
    account.enable_region(RegionName="ap-east-1")
    assert {"ap-east-1", "us-west-2", *REGIONS} <= looked_at()
    account.disable_region(RegionName="ap-east-1")


def test_json_has_rules_users_and_the_record(shop, close, project):
    group = default(shop)["GroupId"]
    number = interface(shop, group)
    found = json.loads(close("--account", "shop", "--apply", "--json").stdout)
    assert (found["notLookedAt"], found["record"]) == ([], str(record(project)))
    left = next(one for one in found["groups"] if one["group"] == group)
    assert (left["account"], left["accountId"], left["region"]) == ("shop", SHOP, HOME)
    assert (left["result"], left["interfaces"], left["references"]) == ("left open, in use", [number], [])
    assert left["egress"] == [EVERYTHING]
    assert [pair["GroupId"] for pair in left["ingress"][0]["UserIdGroupPairs"]] == [group]


def test_every_page_is_read(shop, close, on):
    """With one group and one interface on each page."""
    vpc = shop.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    subnet, other = shop.create_subnet(VpcId=vpc, CidrBlock="10.8.0.0/24")["Subnet"]["SubnetId"], fill(shop, vpc)
    made = [interface(shop, other, SubnetId=subnet) for _ in range(2)]
    one_by_one(on, "DescribeSecurityGroups", "SecurityGroups")
    one_by_one(on, "DescribeNetworkInterfaces", "NetworkInterfaces")
    result = close("--account", "shop", "--apply")
    assert all(number in row(result, other) for number in made)
    assert row(result, default(shop)["GroupId"]).endswith("closed now")
    for number in made:
        shop.delete_network_interface(NetworkInterfaceId=number)
    assert close("--account", "shop", "--group", other, "--apply").exit_code == 0
    assert rules(shop, vpc) == []
    shop.delete_subnet(SubnetId=subnet)
    shop.delete_vpc(VpcId=vpc)
