"""What the components' source must keep to; each function returns the violations, in words."""

import ast
from collections.abc import Iterator


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def constructed_within_apply(source: str, components: frozenset[str]) -> list[str]:
    """Resources made in a function that `.apply` or `Output.all(...).apply` calls: previews can't show them."""
    tree = ast.parse(source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    wrong = []
    for call in _calls(tree):
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "apply":
            continue
        pending, seen = [*call.args, *(k.value for k in call.keywords)], set()
        while pending:
            node = pending.pop()
            for child in ast.walk(node):
                if isinstance(child, (ast.Name, ast.Attribute)) and (name := _last(_dotted(child))) in functions:
                    if name not in seen:
                        seen.add(name)
                        pending.append(functions[name])
                elif isinstance(child, ast.Call) and _constructs(_dotted(child.func), components):
                    wrong.append(f"line {child.lineno}: {_dotted(child.func)} within apply")
    return wrong


def _constructs(name: str, components: frozenset[str]) -> bool:
    is_aws = name.startswith(("aws.", "pulumi_aws.")) and _last(name)[0].isupper() and not name.endswith("Args")
    return is_aws or _last(name) in components


def component_classes(source: str) -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and any(_last(_dotted(base)) == "ComponentResource" for base in node.bases)
    }


def outputs_not_registered_last(source: str) -> list[str]:
    """Components that do not register their outputs exactly once, as the last thing that __init__ does."""
    wrong = []
    for name, node in component_classes(source).items():
        calls = [call for call in _calls(node) if _last(_dotted(call.func)) == "register_outputs"]
        inits = [f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"]
        last = inits[0].body[-1] if inits else None
        if len(calls) != 1:
            wrong.append(f"{name} registers its outputs {len(calls)} times")
        elif not isinstance(last, ast.Expr) or last.value is not calls[0]:
            wrong.append(f"{name} does not end with register_outputs")
    return wrong


def look_ups(source: str) -> list[str]:
    """Calls that ask the provider or another stack: what the program must know is in organization.json."""
    wrong = []
    for call in _calls(ast.parse(source)):
        name = _dotted(call.func)
        from_aws = name.startswith(("aws.", "pulumi_aws."))
        if (
            (from_aws and _last(name).startswith("get"))
            or _last(name) in {"invoke", "invoke_async", "invoke_output", "StackReference"}
            or (name.startswith("pulumi.") and _last(name) == "call")
        ):
            wrong.append(f"line {call.lineno}: {name} looks up")
    return wrong
