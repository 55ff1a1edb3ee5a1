"""Texts that the configuration knows, each with its pattern and the words that errors use for it."""

import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from policies.named_principals import words

REGION = r"^[a-z]{2}(-[a-z]+)+-[0-9]$"
Region = Annotated[str, Field(pattern=REGION, json_schema_extra=words("a region such as eu-west-1"))]
AccountKey = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]{0,39}$",
        json_schema_extra=words("a lower-case letter, then up to 39 lower-case letters, digits or hyphens"),
    ),
]
Principal = Annotated[
    str,
    Field(
        pattern=r"^arn:aws(-[a-z]+)*:iam::([0-9]{12}|\*):role/([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$",
        json_schema_extra=words(
            "arn:aws:iam::ACCOUNT:role/NAME", "name one role; only ACCOUNT may be *, which stands for every account"
        ),
    ),
]


PermissionSetName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+=,.@-]+$",
        min_length=1,
        max_length=32,
        json_schema_extra=words("1 to 32 letters, digits or +=,.@_-"),
    ),
]
PolicyName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+=,.@-]{1,128}$",
        json_schema_extra=words("a policy's name: 1 to 128 letters, digits or +=,.@_-", "name it without path"),
    ),
]


def _iso_date(value: str) -> str:
    datetime.date.fromisoformat(value)
    return value


Date = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        json_schema_extra=words('a date in double quotes, "YYYY-MM-DD"', "write a day that exists"),
    ),
    AfterValidator(_iso_date),
]
