from sandbox.deployment import Workspace
from sandbox.shell import greeting


def test_the_greeting_says_how_to_get_aws_only_when_it_is_missing(tmp_path):
    workspace = Workspace(project=tmp_path, stack="prod")
    without = greeting(workspace, str(tmp_path))
    (missing,) = [line for line in without if "no `aws` on PATH" in line]
    assert "getting-started-install.html" in missing
    assert "`pulumi` works without it" in missing
    program = tmp_path / "aws"
    program.touch()
    program.chmod(0o755)
    with_aws = greeting(workspace, str(tmp_path))
    assert not any("no `aws` on PATH" in line for line in with_aws)
    assert any(line.strip().startswith("aws ") for line in with_aws)
    assert [line for line in without if line != missing] == [line for line in with_aws if "aws org" not in line]
