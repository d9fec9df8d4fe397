"""Blobs for the browser: packed.js gives back what was packed, in the same numbers."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from ui.packed import pack

ENGINE = Path(__file__).parents[2] / "ui" / "components" / "engine"
READ = """
import { readFileSync } from "node:fs";
import { unpack } from %s;
const bytes = readFileSync(0);
const { header, arrays } = unpack(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const plain = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, Array.from(array, String)]));
console.log(JSON.stringify({ title: header.title, plain }));
"""


def test_the_browser_reads_what_was_packed():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine")
    halves = np.array([0, -0.0, 1, -2.5, 65504, 2**-24, 6e-5, np.inf], np.float16)
    arrays = {"halves": halves, "floats": np.array([[1.5, -3e38]], np.float32), "bytes": np.array([7], np.uint8),
              "words": np.array([65535], np.uint16), "whole": np.array([-5, 2**31 - 1], np.int32)}
    script = READ % json.dumps((ENGINE / "packed.js").as_uri())
    told = subprocess.run([node, "--input-type=module", "-e", script], input=pack({"title": "é"}, arrays),
                          capture_output=True, check=True)
    answer = json.loads(told.stdout)
    assert answer["title"] == "é"
    for name, array in arrays.items():
        np.testing.assert_array_equal(np.array([float(text) for text in answer["plain"][name]]),
                                      array.astype(np.float64).flatten())


def test_a_format_the_browser_does_not_know_is_refused():
    with pytest.raises(ValueError, match="int64"):
        pack({}, {"labels": np.arange(3)})
