"""The settings of one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.models import AccountSettings as Settings


@dataclass(frozen=True, kw_only=True)
class AccountSettingsArgs:
    """The account, its settings, and the regions in which regional ones hold."""

    target: AccountTarget
    settings: Settings
    regions: tuple[str, ...]


class AccountSettings(pulumi.ComponentResource):
    """Password policy, S3 public access block, EBS encryption in every region, alternate contacts."""

    regions: pulumi.Output[list[str]]

    def __init__(self, name: str, args: AccountSettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:AccountSettings", name, None, opts)
        options = args.target.options(self)
        policy = args.settings.password_policy
        aws.iam.AccountPasswordPolicy(
            f"{name}-password-policy",
            minimum_password_length=policy.minimum_length,
            password_reuse_prevention=policy.reuse_prevention,
            allow_users_to_change_password=True,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            opts=options,
        )
        if args.settings.block_s3_public_access:
            aws.s3.AccountPublicAccessBlock(
                f"{name}-s3-public-access",
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
                opts=options,
            )
        if args.settings.encrypt_ebs_by_default:
            for region in args.regions:
                aws.ebs.EncryptionByDefault(f"{name}-ebs-{region}", enabled=True, region=region, opts=options)
        self._contacts(name, args.settings, options)
        self.regions = pulumi.Output.from_input(list(args.regions))
        self.register_outputs({"regions": self.regions})

    @staticmethod
    def _contacts(name: str, settings: Settings, options: pulumi.ResourceOptions) -> None:
        contacts = settings.alternate_contacts
        if contacts is None:
            return
        for kind in ("security", "billing", "operations"):
            contact = getattr(contacts, kind)
            if contact is not None:
                aws.account.AlternativeContact(
                    f"{name}-contact-{kind}",
                    alternate_contact_type=kind.upper(),
                    name=contact.name,
                    title=contact.title,
                    email_address=contact.email,
                    phone_number=contact.phone,
                    opts=options,
                )
