"""Bring a seed into moto's backends."""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager

from moto.cloudtrail.models import cloudtrail_backends
from moto.core.utils import utcnow
from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.identitystore.models import Group, IdentityStoreData, User, identitystore_backends
from moto.organizations import utils
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.s3.models import s3_backends
from moto.ssoadmin.models import Instance, ssoadmin_backends

from sandbox.aws.constants import MEMBER_ROLE
from sandbox.aws.seed import Seed, SeedIdentityCenter
from sandbox.aws.services.account import opted_in

TRUSTED_SERVICES = (
    "account.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
    "sso.amazonaws.com",
)
REGION = "eu-west-1"


@contextmanager
def given(**ids: str) -> Iterator[None]:
    """Make moto's generators give these ids while something is created, because it cannot be asked for them."""
    before = {name: getattr(utils, name) for name in ids}
    try:
        for name, value in ids.items():
            setattr(utils, name, lambda *_, value=value: value)
        yield
    finally:
        for name, generator in before.items():
            setattr(utils, name, generator)


def create_organization(seed: Seed) -> None:
    """Create the organization, its units and accounts with the seed's ids; raises KeyError for an unknown parent."""
    management = seed.management_account
    backend = organizations_backends[management]["aws"]
    ids = {"make_random_org_id": seed.organization_id, "make_random_root_id": seed.root_id}
    with given(**ids, make_random_account_id=management):
        backend.create_organization(region="us-east-1", FeatureSet="ALL")
    iam_backends[management]["aws"].delete_role(MEMBER_ROLE)
    for policy_type in seed.policy_types:
        backend.enable_policy_type(RootId=seed.root_id, PolicyType=policy_type)
    for service in TRUSTED_SERVICES:
        backend.enable_aws_service_access(ServicePrincipal=service)
    parents = {"Root": seed.root_id} | seed.organizational_units
    for path in sorted(seed.organizational_units, key=lambda path: path.count("/")):
        above, _, name = path.rpartition("/")
        with given(make_random_ou_id=seed.organizational_units[path]):
            backend.create_organizational_unit(Name=name, ParentId=parents[above or "Root"])
    _create_accounts(backend, seed, parents)
    if "Workloads" in parents:
        _attach_example_policy(backend, parents["Workloads"])


def _create_accounts(backend: OrganizationsBackend, seed: Seed, parents: dict[str, str]) -> None:
    for wanted in seed.accounts:
        if wanted.id != seed.management_account:
            with given(make_random_account_id=wanted.id):
                backend.create_account(AccountName=wanted.name, Email=wanted.email)
        account = backend.get_account_by_id(wanted.id)
        account.name, account.email = wanted.name, wanted.email
        account.parent_id = parents[wanted.parent]
        opted_in(wanted.id, "aws").update(wanted.opt_in_regions)
        if wanted.state == "SUSPENDED":
            account.close()
        if wanted.id == seed.management_account and backend.org:
            backend.org.master_account_email = wanted.email


def _attach_example_policy(backend: OrganizationsBackend, target: str) -> None:
    statement = {"Sid": "GRCLOUDTRAILENABLED", "Effect": "Deny", "Action": ["cloudtrail:DeleteTrail"], "Resource": "*"}
    condition = {"ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/AWSControlTowerExecution"}}
    content = {"Version": "2012-10-17", "Statement": [statement | {"Condition": condition}]}
    policy = backend.create_policy(
        Name="aws-guardrails-example",
        Description="A guardrail that another tool owns",
        Type="SERVICE_CONTROL_POLICY",
        Content=json.dumps(content),
    )
    backend.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=target)


def create_identity_center(management: str, center: SeedIdentityCenter) -> None:
    """Create the Identity Center instance and its directory with the seed's ids, in its one region."""
    instance = Instance(management, center.region)
    instance.instance_arn = center.instance_arn
    instance.identity_store_id = center.identity_store_id
    ssoadmin_backends[management][center.region].instances = [instance]
    store = IdentityStoreData()
    for name, group_id in center.groups.items():
        store.groups[group_id] = Group(group_id, name, [], "", center.identity_store_id)
    for user in center.users:
        values = dict.fromkeys(User._fields, "") | {"Name": None, "Emails": [], "Addresses": [], "PhoneNumbers": []}
        values |= {"UserId": user.id, "IdentityStoreId": center.identity_store_id}
        values |= {"UserName": user.user_name, "DisplayName": user.display_name}
        store.users[user.id] = User(**values)  # pyright: ignore[reportArgumentType]
    identitystore_backends[management][center.region].identity_stores[center.identity_store_id] = store


def create_connection(arn: str) -> None:
    """A connection with a key that signs in nowhere, under the ARN that a stack file names."""
    _, _, _, region, account, name = arn.split(":", 5)
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "Authorization", "ApiKeyValue": "example"}}
    made = events_backends[account][region].create_connection(name.split("/")[1], "", "API_KEY", key)
    made.arn = arn


def create_mess(account: str) -> None:
    """Create what years without guardrails leave behind, so that finding and adopting it can be tried."""
    iam = iam_backends[account]["aws"]
    iam.create_user(REGION, "legacy-admin", path="/")
    iam.create_login_profile("legacy-admin", "Legacy-Passw0rd!")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy("legacy-admin", "everything", json.dumps(everything))
    iam.create_user(REGION, "legacy-deploy", path="/")
    key = iam.create_access_key("legacy-deploy")
    key.create_date = utcnow() - datetime.timedelta(days=200)
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    iam.create_role(
        role_name="legacy-open",
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        path="/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
    )
    _create_old_trail(account)


def _create_old_trail(account: str) -> None:
    bucket = f"legacy-trail-{account}"
    s3_backends[account]["aws"].create_bucket(bucket, REGION)
    trail = cloudtrail_backends[account][REGION].create_trail(
        "legacy-trail", bucket, "", "", True, False, False, False, "", "", "", []
    )
    trail.start_logging()
