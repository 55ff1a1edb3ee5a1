"""Trust policies of roles: who may assume them is a type that has no room for a wildcard."""

import re
from collections.abc import Iterable, Mapping

from policies.document import Conditions, Document, Statement
from policies.grantees import Role, Service, admissions, root
from policies.oidc import Pipeline, provider_arn
from policies.third_parties import ThirdParty


def pipeline_trust(partition: str, account: str, pipeline: Pipeline) -> Document:
    """A pipeline's token gets in by the account's own identity provider, with audience and subject pinned.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
    """
    return Document(
        statements=(
            _admits(
                "PipelineAssumes",
                {"Federated": provider_arn(partition, account, pipeline.issuer)},
                pipeline.conditions,
                ("sts:AssumeRoleWithWebIdentity",),
            ),
        )
    )


def roles_trust(
    partition: str,
    organization: str | None,
    *,
    roles: tuple[Role, ...] = (),
    third_parties: Iterable[ThirdParty] = (),
    source_identity: bool = False,
) -> Document:
    """Roles of the organization get in while their account belongs to it, third parties with their external id.

    Roles of an account without an organization get in by their name alone.

    With `source_identity` everybody must say who is behind the call
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html). Raises
    ValueError when nobody would get in.
    """
    actions = ("sts:AssumeRole", "sts:SetSourceIdentity") if source_identity else ("sts:AssumeRole",)
    named = {"Null": {"sts:SourceIdentity": "false"}} if source_identity else {}
    own = {"StringEquals": {"aws:PrincipalOrgID": organization}} if organization else {}
    statements = [
        _admits(f"{one.label}Assume", one.principals, {**one.conditions, **own, **named}, actions)
        for one in admissions(partition, roles)
    ]
    statements += [_third_party(partition, party, named, actions) for party in third_parties]
    if not statements:
        raise ValueError("a role that nobody may assume")
    return Document(statements=tuple(statements))


def service_trust(*services: Service) -> Document:
    """Services get in for the sources that they name; raises ValueError when there is none."""
    if not services:
        raise ValueError("a role that nobody may assume")
    return Document(
        statements=tuple(
            _admits(f"{one.label}Assumes", {"Service": one.name}, one.conditions, ("sts:AssumeRole",))
            for one in services
        )
    )


def eventbridge_trust(account: str) -> Document:
    """EventBridge gets in for the rules of the account."""
    return service_trust(Service(name="events.amazonaws.com", accounts=(account,)))


def _third_party(partition: str, party: ThirdParty, named: Conditions, actions: tuple[str, ...]) -> Statement:
    """The external id keeps the third party's other customers out.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    """
    role = Role(account=party.account, name=party.role)
    return _admits(
        f"ThirdParty{party.account}{re.sub('[^A-Za-z0-9]', '', party.role)}",
        {"AWS": root(partition, party.account)},
        {
            "ArnEquals": {"aws:PrincipalArn": role.arn(partition)},
            "StringEquals": {"sts:ExternalId": party.external_id},
            "DateLessThan": {"aws:CurrentTime": party.until},
            **named,
        },
        actions,
    )


def _admits(
    sid: str,
    principals: Mapping[str, str | tuple[str, ...]],
    conditions: Conditions,
    actions: tuple[str, ...],
) -> Statement:
    return Statement(
        sid=sid, effect="Allow", principals=principals, actions=actions, resources=(), conditions=conditions
    )
