// A family as rows: who it is, its line over the steps with the fork it began at, its state. Every row is as high as
// the others, so a fork is as high as there are rows between child and parent.
import { make } from "../parts/dom.js";
import { mounted } from "../parts/mounted.js";

export default mounted(({ parentElement }) => {
  const list = parentElement.querySelector(".genlab-lineage");
  return {
    update: ({ data, setTriggerValue }) => {
      const focused = list.getRootNode().activeElement?.dataset?.id;
      list.replaceChildren(...places(data.members, data.last).map((place, i) => (
        row(data.members[i], place, data.here, (id) => setTriggerValue("run", id)))));
      if (focused) list.querySelector(`a[data-id="${CSS.escape(focused)}"]`)?.focus();
    },
    end: () => {},
  };
});

// Per cent of the track: where a run begins and how far it came; `up`: rows to its parent, 0 for the eldest.
export function places(members, last) {
  const row = new Map(members.map((member, i) => [member.id, i]));
  const share = (step) => 100 * step / Math.max(1, last);
  return members.map((member, i) => ({
    from: share(member.start), width: Math.max(0.4, share(member.step - member.start)),
    up: row.has(member.parent) && row.get(member.parent) < i ? i - row.get(member.parent) : 0,
  }));
}

function row(member, place, here, open) {
  const line = make("span", { className: "line" });
  line.style.left = `${place.from}%`;
  line.style.width = `${place.width}%`;
  const track = make("span", { className: "track", "aria-hidden": "true" }, line);
  if (place.up > 0) {
    const fork = make("span", { className: "fork" });
    fork.style.left = `${place.from}%`;
    fork.style.setProperty("--up", place.up);
    track.append(fork);
  }
  return make("li", { className: member.id === here ? "here" : "" },
    make("span", { className: "who" }, name(member, here, open), make("small", {}, member.differs)),
    track,
    make("span", { className: "state" }, member.state, make("small", {}, member.where)));
}

function name(member, here, open) {
  if (member.id === here) return make("b", { "aria-current": "page", title: member.id }, member.title);
  if (!member.address) return make("span", { title: member.id }, member.title);
  const link = make("a", { href: member.address, title: member.id }, member.title);
  link.dataset.id = member.id;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;     // in a tab of its own
    event.preventDefault();
    open(member.id);
  };
  return link;
}
