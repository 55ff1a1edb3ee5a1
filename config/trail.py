"""What the trail records besides management events, and whether there is one already."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from config.model import Model
from config.texts import AccountKey
from policies.named_principals import words


class Insight(StrEnum):
    """What CloudTrail compares with an account's usual days, named as its API names it.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_InsightSelector.html
    """

    API_CALL_RATE = "ApiCallRateInsight"
    API_ERROR_RATE = "ApiErrorRateInsight"


class DataEvents(StrEnum):
    """What is done with data, as far as a trail can tell: each kind is charged by its events."""

    S3_WRITES = "s3Writes"
    S3_READS = "s3Reads"
    LAMBDA_CALLS = "lambdaCalls"


class AlarmPlace(StrEnum):
    """Where the alarms of CIS count: over the organization's trail, or over a trail of each account's own."""

    CENTRAL = "central"
    PER_ACCOUNT = "perAccount"


class ExistingTrail(Model):
    """A trail of others, as Control Tower's: no second one is made, and no archive, only what counts and alerts.

    Alarms are in the account of the log group, for metric filters can't be anywhere else
    (https://docs.aws.amazon.com/controltower/latest/userguide/logging-using-cloudtrail.html). No service control
    policy protects them where that is the management account: a drill and the preview tell whether they are there.
    """

    log_group: Annotated[
        str,
        Field(
            pattern=r"^[.\-_/#A-Za-z0-9]{1,512}$",
            json_schema_extra=words("a log group's name, aws-controltower/CloudTrailLogs for Control Tower's"),
        ),
    ]
    account: AccountKey | None = None
    """Whose log group it is; the management account's where left out."""


class Trail(Model):
    """The trail's options; management events of every region are recorded in any case."""

    model_config = ConfigDict(
        json_schema_extra=words(
            "insights and dataEvents of the trail that is made here, or existing",
            "let the owner of the existing trail switch them on",
        )
    )

    insights: frozenset[Insight] = frozenset()
    """Unusual numbers of calls or of errors, charged by each event that is looked at."""
    data_events: frozenset[DataEvents] = frozenset()
    """Reads and writes of S3 objects (CIS 4.9 and 4.8), calls of Lambda functions; the archive's own left out."""
    alarms: AlarmPlace = AlarmPlace.CENTRAL
    """`perAccount`: every account gets a trail, a log group and the alarms of CIS of its own, at a price: docs/cost.md.
    What CIS asks no alarm for stays over the organization's trail."""
    existing: ExistingTrail | None = None

    @property
    def per_account(self) -> bool:
        """Whether each account has a trail and the alarms of CIS of its own."""
        return self.alarms == AlarmPlace.PER_ACCOUNT

    @model_validator(mode="after")
    def _of_its_owner(self) -> "Trail":
        """Nobody but its owner changes a trail."""
        if self.existing is not None and (self.insights or self.data_events):
            raise ValueError("options of a trail that is not made here")
        return self
