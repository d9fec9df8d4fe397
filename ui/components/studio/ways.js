// Everything the pad can go along, and which two it goes along when nobody has chosen.
import { DimensionAxis, DirectionAxis } from "./axes.js";

// [{key, group, title, axis}], dimensions first.
export function ways(data) {
  const dimensions = data.dimensions.map((one) => {
    const key = `z${one.index}`, title = one.name ? `${key} · ${one.name}` : key;
    return { key, group: "dimension", title, axis: new DimensionAxis(one, data) };
  });
  const directions = data.directions.map((one) => {
    const { key, group, title } = one;
    return { key, group, title, axis: new DirectionAxis(one, data) };
  });
  return [...dimensions, ...directions];
}

// The two that were asked for; else the main axes, unless the code has just two numbers; else the first two there are.
export function chosen(all, keys) {
  const asked = (keys ?? []).map((key) => all.find((one) => one.key === key));
  if (asked.length === 2 && asked.every(Boolean)) return asked;
  const plain = all.filter(({ group }) => group === "dimension");
  const found = all.filter(({ group }) => group === "axis" || group === "sefa" || group === "ganspace");
  const [right, up] = plain.length !== 2 && found.length > 1 ? found : plain.length > 1 ? plain : all;
  return [right, up ?? right];
}
