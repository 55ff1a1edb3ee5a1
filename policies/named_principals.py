"""Principals as settings name them: roles and permission sets, exactly, so that no pattern lets others in."""

from typing import Annotated

from pydantic import Field

from policies.guardrail import Context, Settings

RoleName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+=,.@-]+(/[A-Za-z0-9_+=,.@-]+)*$")]
"""A role's name, with its path if it has one: `Finance` or `teams/Finance`."""
PermissionSetName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+=,.@-]{1,32}$")]
"""https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html"""
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$")]


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
