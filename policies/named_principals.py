"""Principals as settings name them: roles and permission sets, exactly, so that no pattern lets others in."""

from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict

from policies.guardrail import Context, Settings


def words(expected: str, fix: str = "correct it") -> JsonDict:
    """What the loader's errors say of a field, kept in its JSON Schema."""
    return {"expected": expected, "fix": fix}


NAME = r"^[A-Za-z0-9_+=,.@-]+(/[A-Za-z0-9_+=,.@-]+)*$"
"""An IAM name with its path (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)."""
RoleName = Annotated[
    str,
    Field(
        pattern=NAME,
        json_schema_extra=words("a role's name, with its path: teams/Finance", "name each role: no wildcard, no ARN"),
    ),
]
BareRoleName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+=,.@-]{1,64}$",
        json_schema_extra=words("a role's name without its path", "name each role: no wildcard, no ARN"),
    ),
]
PermissionSetName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+=,.@-]{1,32}$",
        json_schema_extra=words(
            "a permission set's name: 1 to 32 letters, digits or +=,.@_-", "name it without wildcard"
        ),
    ),
]
"""https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html"""
AccountId = Annotated[
    str, Field(pattern=r"^[0-9]{12}$", json_schema_extra=words("12 digits in double quotes", "write all 12 digits"))
]
PRINCIPAL_ID = r"^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$"
PrincipalId = Annotated[
    str,
    Field(
        pattern=PRINCIPAL_ID,
        json_schema_extra=words("an id of the identity store: 11111111-2222-3333-4444-555555555555"),
    ),
]
"""https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html"""
Email = Annotated[
    str,
    Field(
        pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
        min_length=6,
        max_length=64,
        json_schema_extra=words("an e-mail address of at most 64 characters"),
    ),
]


class NamedPrincipals(Settings):
    """Roles in every account that the guardrail binds, and permission sets by name."""

    roles: tuple[RoleName, ...] = ()
    """Names of roles, with their path: `teams/Finance`."""
    permission_sets: tuple[PermissionSetName, ...] = ()
    """Names of permission sets; their roles' ARNs follow from them."""

    def arns(self, context: Context) -> tuple[str, ...]:
        """The values that aws:PrincipalArn has for them; empty when nobody is named."""
        roles = (context.role(name) for name in self.roles)
        return (*roles, *(arn for name in self.permission_sets for arn in context.permission_set(name)))
