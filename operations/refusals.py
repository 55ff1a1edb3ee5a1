"""How commands of this room end when AWS refuses something, or the stack file does."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.options import fail


@contextmanager
def refusals() -> Iterator[None]:
    """Raises typer.Exit with 2 and every error in place of botocore's exceptions, AwsError and ConfigError."""
    from config.problem import ConfigError
    from operations.aws import AwsError, explained

    try:
        with explained():
            yield
    except (AwsError, ConfigError) as error:
        raise fail(error.errors) from None
