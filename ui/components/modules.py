"""Scripts of our components as ES modules with addresses of their own: sent once, kept until they change.

A component whose code stands in its message would send that code again at every update; here the message holds only
the few lines of LOADER, which import the module that `data["module"]` names.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from ui.addresses import address

HERE = Path(__file__).parent
LOADER = """
export default function (component) {
  let gone = false, cleanup;
  import(new URL(component.data.module, location.href).href).then((module) => {
    if (!gone) cleanup = module.default(component);
  });
  return () => { gone = true; cleanup?.(); };
}
"""


def module(path: str) -> str:
    """The address of `studio/studio.js`; modules import each other by relative paths."""
    return address(f"api/modules/{version()}/{path}")


@cache
def version() -> str:
    """Changes when any of the scripts does, so that a browser never mixes two releases."""
    digest = hashlib.sha256()
    for name, script in sorted(scripts().items()):
        digest.update(name.encode() + b"\0" + script)
    return digest.hexdigest()[:12]


@cache
def scripts() -> dict[str, bytes]:
    """Every script below this folder by its path: all that the route gives out."""
    return {file.relative_to(HERE).as_posix(): file.read_bytes() for file in HERE.rglob("*.js")}
