"""IAM's settings of an account and of an organization: STS tokens and centralised root access."""

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import ValidationError
from moto.iam.responses import IamResponse
from moto.organizations.models import OrganizationsBackend, organizations_backends

from sandbox.aws.services.organizations import is_administrator_of, management_of
from sandbox.aws.services.patching import patch

_VERSIONS = {"v1Token": 1, "v2Token": 2}
_PRINCIPAL = "iam.amazonaws.com"
_CREDENTIALS, _SESSIONS = "RootCredentialsManagement", "RootSessions"


class _NoTrustedAccess(ServiceException):
    code = "ServiceAccessNotEnabledException"
    message = "Trusted access is not enabled for IAM in Organizations."


class _NoAdministrator(ServiceException):
    code = "AccountNotManagementOrDelegatedAdministratorException"
    message = "The account is not the management account or delegated administrator for centralized root access."


def _set_tokens(self: IamResponse) -> EmptyResult:
    """The account summary tells the version, as 1 or 2.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html
    """
    wanted = self._get_param("GlobalEndpointTokenVersion")
    if wanted not in _VERSIONS:
        raise ValidationError(f"Value {wanted} at 'globalEndpointTokenVersion' is none of {list(_VERSIONS)}")
    vars(self.backend.account_summary)["_global_endpoint_token_version"] = _VERSIONS[wanted]
    return EmptyResult()


def _organization(self: IamResponse) -> OrganizationsBackend:
    caller = self.current_account
    management = management_of(caller)
    if management is None or not is_administrator_of(caller, caller, _PRINCIPAL):
        raise _NoAdministrator
    organization = organizations_backends[management]["aws"]
    if all(service["ServicePrincipal"] != _PRINCIPAL for service in organization.services):
        raise _NoTrustedAccess
    return organization


def _change(self: IamResponse, feature: str = "", *, on: bool = True) -> ActionResult:
    organization = _organization(self)
    features: set[str] = vars(organization).setdefault("root_features", set())
    if feature:
        (features.add if on else features.discard)(feature)
    described = organization.describe_organization()["Organization"]
    return ActionResult({"OrganizationId": described["Id"], "EnabledFeatures": sorted(features)})


def has_root_sessions(organization: OrganizationsBackend, account: str) -> bool:
    """Whether an account may open root sessions in its organization's members: the feature is on, and it is in charge.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
    """
    on = _SESSIONS in vars(organization).get("root_features", ())
    return on and is_administrator_of(account, account, _PRINCIPAL)


def install() -> None:
    """Add what moto lacks, refused where AWS refuses it.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOrganizationsRootCredentialsManagement.html
    """
    patch(
        IamResponse,
        set_security_token_service_preferences=_set_tokens,
        list_organizations_features=_change,
        enable_organizations_root_credentials_management=lambda self: _change(self, _CREDENTIALS),
        disable_organizations_root_credentials_management=lambda self: _change(self, _CREDENTIALS, on=False),
        enable_organizations_root_sessions=lambda self: _change(self, _SESSIONS),
        disable_organizations_root_sessions=lambda self: _change(self, _SESSIONS, on=False),
    )
