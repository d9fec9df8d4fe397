// Runs plotly.js while nobody waits for it: the first time takes a browser a second, and the first curve would wait.
import { plotly } from "../curves/plotly.js";

const REST = 500;     // ms until the page itself is there; not every browser tells when it is idle

export default function ({ data }) {
  const waiting = setTimeout(() => plotly(data.plotly).catch(() => {}), REST);     // curves ask again, and tell
  return () => clearTimeout(waiting);
}
