"""EC2's snapshots by owner: those behind public images are not the account's own."""

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

from sandbox.aws.services.patching import patch


def _describe_snapshots(self: EC2Response) -> ActionResult:
    """OwnerIds selects, which moto overlooks.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
    """
    found = self.ec2_backend.describe_snapshots(
        snapshot_ids=self._get_param("SnapshotIds", []), filters=self._filters_from_querystring()
    )
    if owners := self._get_param("OwnerIds", []):
        wanted = {self.current_account if owner == "self" else owner for owner in owners}
        found = [snapshot for snapshot in found if snapshot.owner_id in wanted]
    return ActionResult({"Snapshots": found})


def install() -> None:
    """Without it an account seems to own hundreds of snapshots in every region."""
    patch(EC2Response, describe_snapshots=_describe_snapshots)
