"""What the lint says: one finding names the place, what is there, why it is wrong and what to write instead."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a document is attached as, which decides the elements that it may have."""

    SCP = "scp"
    RCP = "rcp"
    IDENTITY = "identity"
    BOUNDARY = "boundary"
    TRUST = "trust"
    RESOURCE = "resource"


@dataclass(frozen=True)
class Finding:
    """One defect: `sid` is the statement's Sid or its position, and empty for the document itself."""

    sid: str
    element: str
    found: str
    message: str
    fix: str
