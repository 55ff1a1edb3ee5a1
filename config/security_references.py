"""What the security services need of the rest of the configuration."""

from collections.abc import Iterator

from config.log_archive import ACCESS_LOGS
from config.messages import Finding
from config.problem import show
from config.security_plan import CONFIG_BUCKET
from config.view import View, exists

_BLOCK = ("baseline", "securityServices")


def security_findings(view: View) -> Iterator[Finding]:
    """A delegate that is a member, checks with something to read, one recorder in each account, a bucket for each."""
    yield from _delegate(view)
    yield from _recorders(view)
    yield from _bucket(view)


def _delegate(view: View) -> Iterator[Finding]:
    """Security Hub's central configuration and Organizations' delegation want a member account.

    https://docs.aws.amazon.com/securityhub/latest/userguide/start-central-configuration.html
    """
    audit = view.at("organization", "auditAccount")
    if view.names(*_BLOCK) and audit is not None and audit == view.at("organization", "managementAccount"):
        yield Finding(
            path=("organization", "auditAccount"),
            found=f"{show(audit)}, the management account, and securityServices",
            expected="a member account, which the services are delegated to",
            fix="name another account, or remove securityServices",
        )


def _recorders(view: View) -> Iterator[Finding]:
    config = view.at(*_BLOCK, "config")
    hub = view.at(*_BLOCK, "securityHub")
    if hub is not None and config is None and view.at(*_BLOCK, "securityHub", "enabled") is not False:
        yield Finding(
            path=(*_BLOCK, "securityHub"),
            key=True,
            found="securityHub without config",
            expected="config beside it, which most checks read from",
            fix="add config: {}, or config: {controlTower: true} where Control Tower records",
        )
    tower = view.at("organization", "controlTower") is True
    if view.at(*_BLOCK, "config", "controlTower") is True and not tower:
        yield Finding(
            path=(*_BLOCK, "config", "controlTower"),
            found="true in an organization without Control Tower",
            expected="false, so that the stack makes the recorders",
            fix="remove it, or set controlTower: true under guardrails:organization",
        )
    for index, key in enumerate(view.items(*_BLOCK, "config", "usedBefore")):
        yield from exists(
            (*_BLOCK, "config", "usedBefore", index),
            key,
            view.names("baseline", "accounts"),
            "a key under accounts",
            "add the account",
        )


def _bucket(view: View) -> Iterator[Finding]:
    """Config delivers to no bucket with Object Lock, which the archive has.

    https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
    """
    if view.at(*_BLOCK, "config") is None:
        return
    archive = view.at("baseline", "logArchive", "bucketName")
    own = view.at(*_BLOCK, "config", "bucketName")
    taken = (archive, view.at("baseline", "logArchive", "accessLogs", "bucketName") or f"{archive}{ACCESS_LOGS}")
    name = own or f"{archive}{CONFIG_BUCKET}"
    if name in taken:
        yield Finding(
            path=(*_BLOCK, "config", *(("bucketName",) if own else ())),
            key=own is None,
            found=f"{show(name)}, a bucket of the log archive",
            expected="a bucket of its own: Config delivers to none with Object Lock",
            fix="choose another bucketName",
        )
    if own is None and isinstance(archive, str) and len(f"{archive}{CONFIG_BUCKET}") > 63:
        yield Finding(
            path=(*_BLOCK, "config"),
            key=True,
            found=f"no bucketName, and an archive's name too long to end with {CONFIG_BUCKET}",
            expected="bucketName, 3 to 63 characters",
            fix="add bucketName",
        )
