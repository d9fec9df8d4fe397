// Runs plotly.js while nobody waits for it: the first time takes a browser a second, and the first curve would wait.
import { plotly } from "../curves/plotly.js";

export default function ({ data }) {
  const waiting = requestIdleCallback(() => plotly(data.plotly).catch(() => {}));     // curves ask again, and tell
  return () => cancelIdleCallback(waiting);
}
