"""What AWS Config records of one account."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.security_services import RecordingFrequency
from policies.names import CONFIG_DELIVERY, CONFIG_RECORDER

_SERVICE_LINKED = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


@dataclass(frozen=True, kw_only=True)
class ConfigRecorderArgs:
    """The account, the regions in use, and the bucket that takes the items.

    `make_role` says whether Config's service-linked role is still to be made.
    """

    target: AccountTarget
    partition: str
    home_region: str
    regions: tuple[str, ...]
    bucket: pulumi.Input[str]
    frequency: RecordingFrequency
    make_role: bool


class ConfigRecorder(pulumi.ComponentResource):
    """A recorder of everything in every region; users, roles and policies, the same everywhere, in the home region.

    It works by Config's service-linked role, as Security Hub's Config.1 wants it
    (https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1).
    """

    started: Sequence[pulumi.Resource]

    def __init__(self, name: str, args: ConfigRecorderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:ConfigRecorder", name, None, opts)
        options = args.target.options(self)
        first = (
            [aws.iam.ServiceLinkedRole(f"{name}-role", aws_service_name="config.amazonaws.com", opts=options)]
            if args.make_role
            else []
        )
        self.started = [self._record(name, args, region, first) for region in args.regions]
        self.register_outputs({})

    def _record(
        self, name: str, args: ConfigRecorderArgs, region: str, first: Sequence[pulumi.Resource]
    ) -> aws.cfg.RecorderStatus:
        recorder = aws.cfg.Recorder(
            f"{name}-{region}",
            name=CONFIG_RECORDER,
            role_arn=f"arn:{args.partition}:iam::{args.target.id}:role/{_SERVICE_LINKED}",
            recording_group=aws.cfg.RecorderRecordingGroupArgs(
                all_supported=True, include_global_resource_types=region == args.home_region
            ),
            recording_mode=aws.cfg.RecorderRecordingModeArgs(recording_frequency=args.frequency.value),
            region=region,
            opts=args.target.options(self, depends_on=first),
        )
        channel = aws.cfg.DeliveryChannel(
            f"{name}-{region}-delivery",
            name=CONFIG_DELIVERY,
            s3_bucket_name=args.bucket,
            region=region,
            opts=args.target.options(self, depends_on=[recorder]),
        )
        return aws.cfg.RecorderStatus(
            f"{name}-{region}-status",
            name=recorder.name,
            is_enabled=True,
            region=region,
            opts=args.target.options(self, depends_on=[channel]),
        )
