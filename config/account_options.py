"""What is switched on in an account besides password policy and contacts, and in each region where rules listen."""

from typing import Annotated

from pydantic import Field

from config.model import Model

HopLimit = Annotated[int, Field(ge=1, le=64)]


class AccountOptions(Model):
    """Defaults of services that each account, and each of its regions, has for itself.

    Where the guardrail `ec2Declarative` sets the same in an account, it is left to the guardrail: EC2 refuses an
    account that would change it
    (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html).
    """

    block_s3_public_access: Annotated[bool, Field(alias="blockS3PublicAccess")] = True
    encrypt_ebs_by_default: bool = True
    require_imdsv2: bool = True
    """New instances ask for a token before they tell their metadata, unless the launch says else."""
    metadata_hop_limit: HopLimit = 2
    """Hops that such a token travels: containers on an instance need 2."""
    block_public_snapshots: bool = True
    """Nobody shares an EBS snapshot with everybody; those that are shared already stop being so."""
    block_public_images: bool = True
    """Nobody shares a machine image with everybody."""
    serial_console: bool = False
    """Whether the serial console of instances, a way in beside the network, opens."""
    external_access_analyzer: bool = True
    """Find what is shared outside the account, in every region in which rules listen; free of charge."""
    sts_v2_tokens: bool = True
    """The global STS endpoint gives tokens that hold in every region, those that are enabled by hand included."""


class AccountOptionOverrides(Model):
    """The options that differ in one account."""

    block_s3_public_access: Annotated[bool | None, Field(alias="blockS3PublicAccess")] = None
    encrypt_ebs_by_default: bool | None = None
    require_imdsv2: bool | None = None
    metadata_hop_limit: HopLimit | None = None
    block_public_snapshots: bool | None = None
    block_public_images: bool | None = None
    serial_console: bool | None = None
    external_access_analyzer: bool | None = None
    sts_v2_tokens: bool | None = None


class RootAccess(Model):
    """Centralised root access of the member accounts; its order of steps is docs/root-access.md."""

    manage_credentials: bool = True
    """Remove members' root credentials, and let them be recovered, from the management account."""
    sessions: bool = False
    """Allow short sessions as a member's root, for the few tasks that need one."""


class UnusedAccess(Model):
    """Find roles, keys, passwords and permissions that nobody uses, in the whole organization.

    Charged per role and user.
    """

    days: Annotated[int, Field(ge=1, le=365)] = 90
    """Days without use after which there is a finding."""
