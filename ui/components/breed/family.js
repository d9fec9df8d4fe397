// A family: a root code, and members that each tell how they came to be: from which parent, at what distance (percent),
// from the litter of which seed, as which child. So a whole tree is a short text, and codes are bred again from it.
import { fromText, toText } from "../parts/geometry.js";
import { litter } from "./litter.js";

// Member 0 is the root; a parent always stands before its children. `at` is the member whose litter is shown.
export const beginning = (root) => ({ root, members: [{ parent: -1 }], at: 0 });

export function born(family, { distance, seed, child }) {
  const members = [...family.members, { parent: family.at, distance, seed, child }];
  return { ...family, members, at: members.length - 1 };
}

export const moved = (family, at) => ({ ...family, at });

// Without the member and all that came from it; one stands at its parent then.
export function without(family, gone) {
  const left = new Map();     // member -> its place in the smaller family
  const members = family.members.filter((member, i) => {
    const stays = i !== gone && (member.parent < 0 || left.has(member.parent));
    if (stays) left.set(i, left.size);
    return stays;
  });
  const at = left.get(family.at) ?? left.get(family.members[gone].parent);
  return { ...family, members: members.map((member) => ({ ...member, parent: left.get(member.parent) ?? -1 })), at };
}

// Each member's code, Float32Array (L).
export function codesOf({ root, members }) {
  const codes = [root];
  for (const { parent, distance, seed, child } of members.slice(1)) {
    codes.push(litter(codes[parent], child + 1, distance / 100, seed).slice(child * root.length));
  }
  return codes;
}

// Where each member stands in the tree: a column for each generation; a first child stays in the row of its parent.
export function layout(members) {
  const places = members.map(() => null), children = members.map(() => []);
  members.forEach(({ parent }, i) => { if (parent >= 0) children[parent].push(i); });
  let rows = 0;
  const stand = (i, column, row) => {
    places[i] = { column, row };
    children[i].forEach((child, order) => stand(child, column + 1, order ? rows++ : row));
  };
  stand(0, 0, rows++);
  return { places, rows, columns: 1 + Math.max(...places.map(({ column }) => column)) };
}

export function toAddress({ root, members, at }) {
  const told = members.slice(1).map(({ parent, distance, seed, child }) => [parent, distance, seed, child].join("-"));
  return [toText(root), at, ...told].join(".");
}

// Reads what `toAddress` wrote and the server has checked.
export function fromAddress(text) {
  const [root, at, ...told] = text.split(".");
  const members = told.map((member) => {
    const [parent, distance, seed, child] = member.split("-").map(Number);
    return { parent, distance, seed, child };
  });
  return { root: fromText(root), members: [{ parent: -1 }, ...members], at: Number(at) };
}
