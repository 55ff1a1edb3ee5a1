"""The pipelines that can be let in: each by its own form, and exactly one of them."""

from config.model import Model
from policies.oidc import Bitbucket, GitHub, GitLab, Oidc, Pipeline


class Pipelines(Model):
    """A pipeline that signs in with a token; exactly one of `github`, `gitlab`, `bitbucket` and `oidc` is given."""

    github: GitHub | None = None
    """A job of GitHub Actions."""
    gitlab: GitLab | None = None
    """A job of GitLab.com."""
    bitbucket: Bitbucket | None = None
    """A step of Bitbucket Pipelines."""
    oidc: Oidc | None = None
    """A token of another provider."""

    @property
    def pipeline(self) -> Pipeline:
        """Whoever signs in. Raises ValueError when it is nobody."""
        for one in (self.github, self.gitlab, self.bitbucket, self.oidc):
            if one is not None:
                return one
        raise ValueError("no pipeline")
