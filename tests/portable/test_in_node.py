"""The browser's decoder, the very same script, in Node: torch's pictures within 0.01 of the grey range."""

import numpy as np
import pytest

from tests.portable.cases import TOLERANCE, cases
from tests.scripts import answer

DECODE = """ask.files.map((file, i) => {
  const decoder = decoderOf(new Uint8Array(readFileSync(file)).buffer);
  return ask.codes[i].map((z, y) => Float32Array.from(decoder.decode(z, y)));
})"""
WITHOUT_SIMD = f"(globalThis.WebAssembly = undefined, {DECODE})"


@pytest.fixture(scope="module")
def every_case():
    return list(cases())


@pytest.mark.parametrize("script", [DECODE, WITHOUT_SIMD], ids=["simd", "plain"])
def test_it_draws_what_torch_draws(every_case, script, tmp_path):
    found = ask(script, every_case, tmp_path)
    apart = {case.name: float(np.abs(np.array(pictures) - case.pictures).max())
             for case, pictures in zip(every_case, found, strict=True)}
    assert {name: worst for name, worst in apart.items() if not worst <= TOLERANCE} == {}


def test_pictures_do_not_depend_on_the_one_before(every_case, tmp_path):
    """Its memory is used again and again: nothing of an earlier picture may be left in it."""
    script = DECODE.replace("ask.codes[i].map", "(decoder.decode(ask.codes[i][2], 2), ask.codes[i]).map")
    for fresh, used in zip(ask(DECODE, every_case, tmp_path), ask(script, every_case, tmp_path), strict=True):
        np.testing.assert_array_equal(fresh, used)


def ask(script, every_case, folder):
    files = []
    for i, case in enumerate(every_case):
        files.append(str(folder / f"{i}.bin"))
        (folder / f"{i}.bin").write_bytes(case.blob)
    return answer("engine/decoder.js", script, files=files, codes=[case.codes for case in every_case])
