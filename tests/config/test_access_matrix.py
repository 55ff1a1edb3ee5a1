"""The access matrix in its three forms: every assignment once, with how long it lasts."""

import csv
import io
import json

from typer.testing import CliRunner

from cli import build
from config.access_matrix import Row, as_csv, as_markdown, as_text, rows
from tests.components.helpers import ROOT, read_stack

ON_CALL = Row(
    holder="group Developers",
    account="shop",
    account_id="444455556666",
    permission_set="OnCall",
    session_hours=4,
    boundary="",
    expires="2027-06-30",
)


def test_every_assignment_is_a_row():
    found = rows(read_stack("prod"))
    assert ON_CALL in found
    held = {(row.account, row.permission_set, row.session_hours, row.boundary) for row in found}
    assert ("management", "ManagementAdministrator", 1, "") in held
    assert ("playground", "PowerUser", 4, "guardrails-boundary-developer") in held
    assert len(found) == 12
    assert found == sorted(found)


def test_columns_are_aligned():
    head, line = as_text([ON_CALL]).splitlines()
    assert head.split("  ")[0] == "Holder"
    assert line.index("OnCall") == head.index("Permission set")
    assert line.index("2027-06-30") == head.index("Expires")


def test_markdown_keeps_its_columns():
    piped = Row(**{**vars(ON_CALL), "holder": "group A|B"})
    assert as_markdown([piped]).splitlines() == [
        "| Holder | Account | Account id | Permission set | Hours | Boundary | Expires |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| group A\\|B | shop | 444455556666 | OnCall | 4 |  | 2027-06-30 |",
    ]


def test_csv_reads_back_and_holds_no_formula():
    formula = Row(**{**vars(ON_CALL), "permission_set": "=cmd"})
    head, plain, harmless = csv.reader(io.StringIO(as_csv([ON_CALL, formula])))
    assert head == ["holder", "account", "account_id", "permission_set", "session_hours", "boundary", "expires"]
    assert plain == ["group Developers", "shop", "444455556666", "OnCall", "4", "", "2027-06-30"]
    assert harmless[3] == "'=cmd"


def run(*arguments):
    return CliRunner().invoke(build(), ["access", "matrix", *arguments, "-C", str(ROOT)])


def test_the_command_writes_each_form():
    assert run().stdout.startswith("Holder ")
    assert run("--format", "markdown").stdout.startswith("| Holder | Account |")
    assert run("--format", "csv").stdout.startswith("holder,account,")
    assert json.loads(run("--format", "json").stdout)[-1]["permission_set"] == "ReadOnly"
    assert run("--format", "xml").exit_code == 2
