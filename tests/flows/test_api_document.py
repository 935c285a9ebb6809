"""The API is what its document says: schemathesis looks for answers that are not in it.

A short run stands here; ``scripts/fuzz`` is the long one.
"""

from pathlib import Path
from sys import executable

from readme import ROOT

EXAMPLES = 2


def test_no_answer_is_undocumented_and_none_is_a_server_error(address, command):
    bearer = command("token", "--role", "admin").stdout.strip()
    schemathesis = Path(executable).with_name("st")

    done = command(
        str(schemathesis),
        f"--config-file={ROOT / 'schemathesis.toml'}",
        "run",
        f"http://{address}/api/v1/openapi.json",
        f"--max-examples={EXAMPLES}",
        "--phases=examples,coverage,fuzzing",
        "--workers=1",
        f"--header=Authorization: Bearer {bearer}",
    )

    assert done.returncode == 0, done.stdout[-6000:]
