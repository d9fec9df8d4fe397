"""From letting go of an `st.slider` to the new picture, in Chromium: what every Streamlit explorer does."""

from __future__ import annotations

from typing import Any

from benchmarks.chromium import page

WARM_UP = 5             # moves that are not counted
WATCH = """() => {
  const picture = () => document.querySelector('[data-testid="stImage"] img');
  document.addEventListener('pointerup', () => {
    const released = performance.now(), before = picture().src;
    window.latency = null;
    const look = () => {
      const image = picture();
      if (image && image.src !== before && image.complete && image.naturalWidth) {
        window.latency = performance.now() - released;
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  }, true);
}"""


def plain_times(browser: Any, address: str, n: int) -> list[float]:
    """ms of n moves of the first slider, to places all over its track."""
    with page(browser, address) as opened:
        opened.get_by_test_id("stSlider").first.wait_for()
        opened.locator('[data-testid="stImage"] img').wait_for()
        opened.wait_for_timeout(2000)     # the page has come to rest
        opened.evaluate(WATCH)
        times = [_move(opened, 0.1 + 0.8 * ((i * 0.618) % 1)) for i in range(n + WARM_UP)]
    return times[WARM_UP:]


def _move(opened: Any, share: float) -> float:
    """Press on the thumb, drag it to `share` of the track, let go; wait for the picture."""
    slider = opened.get_by_test_id("stSlider").first
    thumb = slider.locator("xpath=.//*[@data-testid='stSliderThumbValue']/..")
    track, box = slider.bounding_box(), thumb.bounding_box()
    opened.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.mouse.down()
    opened.mouse.move(track["x"] + share * track["width"], box["y"] + box["height"] / 2, steps=8)
    opened.mouse.up()
    opened.wait_for_function("window.latency !== null", timeout=10_000)
    found = float(opened.evaluate("window.latency"))
    opened.wait_for_timeout(250)          # Python comes to rest
    return found
