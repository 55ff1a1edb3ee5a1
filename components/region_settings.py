"""EC2's defaults in one region of an account."""

import pulumi
import pulumi_aws as aws

from config.models import AccountSettings as Settings


def ec2_defaults(
    name: str, settings: Settings, region: str, declared: frozenset[str], options: pulumi.ResourceOptions
) -> None:
    """Metadata tokens, no public snapshots or images, serial console: each where the organization doesn't declare it.

    `declared` holds attributes as declarative policies name them. Default security groups are left out: Pulumi adopts
    them by the ids of their VPCs, so a command closes them (docs/account-settings.md).
    """
    if settings.require_imdsv2 and "instance_metadata_defaults" not in declared:
        aws.ec2.InstanceMetadataDefaults(
            f"{name}-metadata-{region}",
            http_tokens="required",
            http_put_response_hop_limit=settings.metadata_hop_limit,
            region=region,
            opts=options,
        )
    if settings.block_public_snapshots and "snapshot_block_public_access" not in declared:
        aws.ebs.SnapshotBlockPublicAccess(
            f"{name}-snapshots-{region}", state="block-all-sharing", region=region, opts=options
        )
    if settings.block_public_images and "image_block_public_access" not in declared:
        aws.ec2.ImageBlockPublicAccess(
            f"{name}-images-{region}", state="block-new-sharing", region=region, opts=options
        )
    if "serial_console_access" not in declared:
        aws.ec2.SerialConsoleAccess(
            f"{name}-serial-console-{region}", enabled=settings.serial_console, region=region, opts=options
        )
