"""The emergency way in: how its users prove who they are."""

from typing import Annotated

from pydantic import Field

from config.model import Model


class BreakGlass(Model):
    """A role in every account for two users of the management account, who need no Identity Center."""

    mfa_minutes: Annotated[int, Field(ge=5, le=60)] = 60
    """How long ago a user may have used MFA when taking a role."""
    hardware_tokens: bool = True
    """Whether tokens that show six digits may be enrolled beside security keys: only these work on the command line."""
