"""AWS clients as the caller's environment sets them up, and AWS's refusals as lines that say how to go on."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import botocore.session
from botocore import exceptions
from botocore.config import Config
from botocore.loaders import create_loader

# Organizations throttles early: adaptive mode slows the caller down instead of failing
# (https://docs.aws.amazon.com/boto3/latest/guide/retries.html).
_CONFIG = Config(retries={"mode": "adaptive", "total_max_attempts": 6})
_LOADER = create_loader(os.environ.get("AWS_DATA_PATH"))

_DENIED = "use credentials of the management account, or of a delegated administrator, that allow this action"
_EXPIRED = "sign in again, for example with `aws sso login`"
_FIXES = {
    "AWSOrganizationsNotInUseException": "the account is in no organization: use the management account's credentials",
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "RequestExpired": "set this machine's clock, or sign in again",
    "InvalidClientTokenId": "the access key does not exist or was disabled: sign in again",
    "UnrecognizedClientException": "the access key does not exist or was disabled: sign in again",
    "InvalidSignatureException": "the secret key does not fit the access key: set both again",
    "SignatureDoesNotMatch": "the secret key does not fit the access key: set both again",
    "TooManyRequestsException": "other programs are calling AWS too: try again later",
    "ThrottlingException": "other programs are calling AWS too: try again later",
}
_NO_CREDENTIALS = (
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.ProfileNotFound,
)
_SIGN_IN = (exceptions.SSOError, exceptions.TokenRetrievalError)


class AwsError(Exception):
    """What stands in the way, one line per error, each with how to fix it."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def session() -> boto3.Session:
    """The caller's session, so that credentials are found once. Raises botocore's ProfileNotFound."""
    return _session()


def session_of(credentials: Mapping[str, Any]) -> boto3.Session:
    """A session of what STS handed out."""
    return _session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def _session(**credentials: str) -> boto3.Session:
    """All sessions share what they read of AWS's models, which takes longest where a command is in many accounts."""
    core = botocore.session.get_session()
    core.register_component("data_loader", _LOADER)
    return boto3.Session(**credentials, botocore_session=core)


def client(session: boto3.Session, service: str, region: str) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
    """A client that retries what AWS throttles; proxy, certificates and credentials are the caller's."""
    return session.client(service, region_name=region, config=_CONFIG)


def pages(service: Any, operation: str, key: str, **arguments: Any) -> Iterator[Any]:  # noqa: ANN401
    """All entries of all pages: a page may be empty and still not be the last."""
    for page in service.get_paginator(operation).paginate(**arguments):
        yield from page[key]


@contextmanager
def explained() -> Iterator[None]:
    """Turn botocore's exceptions into AwsError, so that nobody has to read a traceback to sign in again."""
    try:
        yield
    except exceptions.ClientError as error:
        raise AwsError([_refusal(error)]) from error
    except exceptions.BotoCoreError as error:
        raise AwsError([_failure(error)]) from error


def _refusal(error: exceptions.ClientError) -> str:
    answer = error.response.get("Error", {})
    code = answer.get("Code", "an unknown error")
    message = " ".join(answer.get("Message", "").split()).rstrip(".")
    said = f"{code}: {message}" if message else code
    return f"AWS refused {error.operation_name} ({said}); {_FIXES.get(code, 'see what AWS says, then try again')}"


def _failure(error: exceptions.BotoCoreError) -> str:
    said = " ".join(str(error).split()).rstrip(".")
    if isinstance(error, _SIGN_IN):
        return f"can't sign in to AWS ({said}); {_EXPIRED}"
    if isinstance(error, _NO_CREDENTIALS):
        return f"found no AWS credentials that can be used ({said}); sign in, or set AWS_PROFILE"
    return f"can't reach AWS ({said}); check the network, HTTPS_PROXY and AWS_CA_BUNDLE"
