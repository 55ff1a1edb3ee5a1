"""The outside auditor: Prowler's CIS checks on the sandbox's accounts, before the baseline and after it."""

from sandbox.audit.command import audit
from sandbox.audit.environment import ProwlerMissingError
from sandbox.audit.exceptions import ExceptionsError
from sandbox.audit.scan import ScanError

__all__ = ["ExceptionsError", "ProwlerMissingError", "ScanError", "audit"]
