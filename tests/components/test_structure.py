import ast

import pytest

from tests.components.helpers import ROOT
from tests.components.structure import (
    component_classes,
    constructed_within_apply,
    look_ups,
    outputs_not_registered_last,
)

FILES = [ROOT / "__main__.py", *sorted((ROOT / "components").glob("*.py"))]
SOURCES = {path.name if path.parent == ROOT else f"components/{path.name}": path.read_text("utf-8") for path in FILES}
COMPONENTS = frozenset(name for source in SOURCES.values() for name in component_classes(source))


@pytest.mark.parametrize("name", SOURCES)
def test_no_resource_is_made_within_apply(name):
    assert constructed_within_apply(SOURCES[name], COMPONENTS) == []


@pytest.mark.parametrize("name", SOURCES)
def test_outputs_are_registered_once_and_last(name):
    assert outputs_not_registered_last(SOURCES[name]) == []


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_is_looked_up(name):
    assert look_ups(SOURCES[name]) == []


def test_components_are_found():
    assert {"AccountSettings", "AlertTopic", "LogArchive", "RootForwarder", "Trail"} <= COMPONENTS


def test_component_types_are_unique():
    tokens = [
        call.args[0].value
        for source in SOURCES.values()
        for component in component_classes(source).values()
        for call in ast.walk(component)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "__init__"
        and isinstance(call.args[0], ast.Constant)
    ]
    assert len(tokens) == len(set(tokens)) == len(COMPONENTS)
    assert all(token.startswith("guardrails:") for token in tokens)


@pytest.mark.parametrize(
    "source",
    [
        "x.apply(lambda v: aws.sns.Topic('a'))",
        "pulumi.Output.all(x, y).apply(lambda v: [aws.sns.Topic(n) for n in v])",
        "x.apply(func=lambda v: aws.Provider('a'))",
        "x.apply(lambda v: LogArchive('a', v))",
        "def make(v):\n    aws.sns.Topic('a')\nx.apply(make)",
        "def make(v):\n    aws.sns.Topic('a')\ndef outer(v):\n    make(v)\nx.apply(lambda v: outer(v))",
        "class A:\n    def make(self, v):\n        aws.sns.Topic('a')\n    def b(self):\n        x.apply(self.make)",
    ],
)
def test_a_resource_within_apply_is_seen(source):
    assert constructed_within_apply(source, COMPONENTS)


@pytest.mark.parametrize("source", ["x.apply(lambda v: v[0])", "aws.sns.Topic(x.apply(lambda v: f'{v}:*'))"])
def test_an_apply_that_only_computes_is_let_be(source):
    assert constructed_within_apply(source, COMPONENTS) == []


@pytest.mark.parametrize(
    "body",
    [
        "        pass",
        "        self.register_outputs({})\n        self.late = 1",
        "        self.register_outputs({})\n        self.register_outputs({})",
        "        if True:\n            self.register_outputs({})",
        "        pass\n    def other(self):\n        self.register_outputs({})",
    ],
)
def test_outputs_that_are_not_registered_last_are_seen(body):
    assert outputs_not_registered_last(f"class C(pulumi.ComponentResource):\n    def __init__(self):\n{body}\n")


@pytest.mark.parametrize(
    "source",
    [
        "aws.get_caller_identity()",
        "aws.iam.get_role_output(name='a')",
        "aws.s3.Bucket.get('a', 'b')",
        "pulumi.runtime.invoke('a', {})",
        "pulumi.StackReference('a')",
    ],
)
def test_a_look_up_is_seen(source):
    assert look_ups(source)
