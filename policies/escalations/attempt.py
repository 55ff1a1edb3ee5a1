"""What an attempt to become more than one is consists of, and who makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.example import MEMBER, ORGANIZATION, role
from policies.guardrail import Request

Context = Mapping[str, str | tuple[str, ...]]
"""Condition keys of a request with their values."""
IAM = f"arn:aws:iam::{MEMBER}"
ADMINISTRATOR_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
WORKLOAD_BOUNDARY = f"{IAM}:policy/{names.boundary_policy(BoundaryKind.WORKLOAD)}"
ID = "11111111-2222-3333-4444-555555555555"
INSTANCE = f"arn:aws:ec2:eu-west-1:{MEMBER}:instance/i-0123456789abcdef0"
SELF = "{self}"
"""Stands for the role of whoever makes the request."""
DELEGATE = "DelegatedIamAdmin"
BASELINE = "baseline"
_RESERVED = "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO"
SUBJECTS: Mapping[str, str] = {
    DELEGATE: role(f"{_RESERVED}_DelegatedIamAdmin_0123456789abcdef"),
    BoundaryKind.DEVELOPER: role(f"{_RESERVED}_PowerUser_0123456789abcdef"),
    BoundaryKind.WORKLOAD: role(f"{names.OWNED_PATH}/shop-orders"),
    BoundaryKind.CI: role("guardrails-deploy-shop"),
    BoundaryKind.DELEGATED_ADMINISTRATOR: role(f"{_RESERVED}_DelegatedIamAdmin_0123456789abcdef"),
    BASELINE: role(names.ROOT_FORWARDER_ROLE),
}
"""Who is tried: the shipped permission set, a role under each boundary, and one of the baseline's; with their ARNs."""
EVERYBODY = tuple(SUBJECTS)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One known way up; `subjects` are those for whom it is one, and not their everyday work."""

    name: str
    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)
    why: str
    source: str
    subjects: tuple[str, ...] = EVERYBODY

    def request(self, subject: str) -> Request:
        """The attempt as made by one of the subjects."""
        return asked(self.name, self.action, self.resource, subject, self.context)


def asked(name: str, action: str, resource: str, subject: str, context: Mapping[str, str | tuple[str, ...]]) -> Request:
    """A request of a subject, in the account `shop`, with the keys that each request of the organization carries."""
    principal = SUBJECTS[subject]
    return Request(
        name=f"{subject}: {name}",
        action=action,
        resource=resource.replace(SELF, principal),
        principal=principal,
        context={
            "aws:PrincipalOrgID": ORGANIZATION,
            "aws:RequestedRegion": "eu-west-1",
            "aws:SecureTransport": "true",
            "aws:ViaAWSService": "false",
            **context,
        },
    )


def simple(name: str, action: str, resource: str, why: str, source: str, context: Context | None = None) -> Attempt:
    """An attempt of everybody, in one line."""
    return Attempt(name=name, action=action, resource=resource, why=why, source=source, context=context or {})


def regional(service: str, resource: str) -> str:
    """ARN of a resource in the account `shop`."""
    return f"arn:aws:{service}:eu-west-1:{MEMBER}:{resource}"
