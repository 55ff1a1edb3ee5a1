"""Access for a time: a contractor's or a project's roles work from one date and until another."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from policies.document import Statement
from policies.example import DEVELOPER, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import NamedPrincipals, words
from policies.types import Bundle, Mode, Severity

Moment = Annotated[
    AwareDatetime,
    Field(
        json_schema_extra=words('a time with its zone in double quotes, "2026-12-01T08:00:00+01:00"', "add the zone")
    ),
]
"""A time that means the same everywhere."""


class Period(Settings):
    """Whom the dates bind, and the dates: with a time zone, `2026-12-01T08:00:00+01:00`."""

    model_config = ConfigDict(
        json_schema_extra=words("principals, and starts, ends or starts before ends", "name somebody and a date")
    )

    principals: NamedPrincipals
    starts: Moment | None = None
    """Before it they can do nothing."""
    ends: Moment | None = None
    """From it on they can do nothing."""

    @model_validator(mode="after")
    def _says_something(self) -> "Period":
        if not self.principals.roles and not self.principals.permission_sets:
            raise ValueError("name a role or a permission set under principals")
        if not self.starts and not self.ends:
            raise ValueError("give starts, ends or both")
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError(f"starts ({self.starts}) is not before ends ({self.ends})")
        return self


class SessionDatesSettings(Settings):
    """The periods; a principal that several name is bound by each of them."""

    periods: tuple[Period, ...] = ()


def statements(context: Context, settings: SessionDatesSettings) -> tuple[Statement, ...]:
    """Dates are absolute: IAM knows no weekdays and no office hours.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html
    """
    return tuple(
        Statement(
            sid=f"SessionDates{number}{name}",
            effect="Deny",
            actions=("*",),
            conditions={
                "ArnLike": {"aws:PrincipalArn": period.principals.arns(context)},
                operator: {"aws:CurrentTime": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
            },
        )
        for number, period in enumerate(settings.periods, start=1)
        for name, operator, moment in (
            ("Starts", "DateLessThan", period.starts),
            ("Ends", "DateGreaterThanEquals", period.ends),
        )
        if moment
    )


_PROJECT = role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Project_0123456789abcdef")
_CONTRACTOR = role("Contractor")


def _at(name: str, moment: str, principal: str) -> Request:
    return Request(name=name, action="s3:ListAllMyBuckets", principal=principal, context={"aws:CurrentTime": moment})


GUARDRAIL = Guardrail(
    title="Bind named principals to dates",
    rationale="Access that ends by itself needs nobody to remember it.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-2(2)", "NIST 800-53 AC-2(3)"),
    practice="Conditions: access for a limited time",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    bundle=Bundle.IDENTITY,
    mode=Mode.OFF,
    settings=SessionDatesSettings,
    example_settings=SessionDatesSettings(
        periods=(
            Period(
                principals=NamedPrincipals(roles=("Contractor",), permission_sets=("Project",)),
                starts=datetime(2026, 12, 1, tzinfo=UTC),
                ends=datetime(2027, 3, 1, tzinfo=UTC),
            ),
        )
    ),
    statements=statements,
    denies=(
        _at("contractor too early", "2026-11-30T23:59:59Z", _CONTRACTOR),
        _at("contractor too late", "2027-03-01T00:00:00Z", _CONTRACTOR),
        _at("project too early", "2026-11-30T23:59:59Z", _PROJECT),
        _at("project too late", "2027-03-01T00:00:00Z", _PROJECT),
    ),
    allows=(
        _at("contractor on the first day", "2026-12-01T00:00:00Z", _CONTRACTOR),
        _at("project on the last day", "2027-02-28T23:59:59Z", _PROJECT),
        _at("developer before", "2026-11-30T23:59:59Z", DEVELOPER),
        _at("developer after", "2027-03-01T00:00:00Z", DEVELOPER),
        _at("a role named like the contractor's", "2027-03-01T00:00:00Z", role("Contractor-too")),
    ),
)
