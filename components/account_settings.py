"""The settings of one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.region_settings import ec2_defaults
from components.target import AccountTarget
from config.models import AccountSettings as Settings
from policies.names import ACCESS_ANALYZER


@dataclass(frozen=True, kw_only=True)
class AccountSettingsArgs:
    """The account, its settings, the regions in which regional ones hold, and what the organization declares of EC2."""

    target: AccountTarget
    settings: Settings
    regions: tuple[str, ...]
    declared: frozenset[str] = frozenset()


class AccountSettings(pulumi.ComponentResource):
    """Password policy, S3 public access block, STS tokens, alternate contacts; in every region EC2's defaults and
    an analyzer of external access.
    """

    regions: pulumi.Output[list[str]]

    def __init__(self, name: str, args: AccountSettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:AccountSettings", name, None, opts)
        options = args.target.options(self)
        self._account(name, args.settings, options)
        for region in args.regions:
            if args.settings.encrypt_ebs_by_default:
                aws.ebs.EncryptionByDefault(f"{name}-ebs-{region}", enabled=True, region=region, opts=options)
            if args.settings.external_access_analyzer:
                aws.accessanalyzer.Analyzer(
                    f"{name}-analyzer-{region}",
                    analyzer_name=ACCESS_ANALYZER,
                    type="ACCOUNT",
                    region=region,
                    opts=options,
                )
            ec2_defaults(name, args.settings, region, args.declared, options)
        self._contacts(name, args.settings, options)
        self.regions = pulumi.Output.from_input(list(args.regions))
        self.register_outputs({"regions": self.regions})

    @staticmethod
    def _account(name: str, settings: Settings, options: pulumi.ResourceOptions) -> None:
        policy = settings.password_policy
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
        if settings.block_s3_public_access:
            aws.s3.AccountPublicAccessBlock(
                f"{name}-s3-public-access",
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
                opts=options,
            )
        if settings.sts_v2_tokens:
            aws.iam.SecurityTokenServicePreferences(
                f"{name}-sts-tokens",
                global_endpoint_token_version="v2Token",  # noqa: S106 - a version
                opts=options,
            )

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
