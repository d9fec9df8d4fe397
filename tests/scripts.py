"""Scripts of the browser, asked in Node: what a function of ours answers, so that Python can be held against it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

COMPONENTS = Path(__file__).parents[1] / "ui" / "components"
ASK = """
import { readFileSync } from "node:fs";
import * as ours from %s;
const ask = JSON.parse(readFileSync(0, "utf8"));
const plain = (key, value) => ArrayBuffer.isView(value) ? Array.from(value) : value;
with_(ours, ask);
function with_({ %s }, ask) { Promise.resolve(%s).then((told) => console.log(JSON.stringify(told, plain))); }
"""


def answer(script: str, expression: str, **ask: Any) -> Any:
    """The value of an expression over the script's exports and `ask`, by way of JSON. Skips without Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine")
    address = (COMPONENTS / script).as_uri()
    names = ", ".join(exported(script))
    told = subprocess.run([node, "--input-type=module", "-e", ASK % (json.dumps(address), names, expression)],
                          input=json.dumps(ask), capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def exported(script: str) -> list[str]:
    """The functions and classes a script gives out."""
    lines = (COMPONENTS / script).read_text().splitlines()
    words = [line.replace("async ", "").split()[2].partition("(")[0] for line in lines
             if line.startswith(("export function", "export async function", "export class", "export const"))]
    return [word for word in words if word.isidentifier()]
