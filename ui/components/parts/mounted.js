// What a component's module gives to Streamlit: one object for each place on the page, made at its first message, told
// of every message by `update`, and ended when the place goes.
export function mounted(begin) {
  const parts = new WeakMap();
  return (component) => {
    const { parentElement } = component;
    if (!parts.has(parentElement)) parts.set(parentElement, begin(component));
    const part = parts.get(parentElement);
    part.update(component);
    return () => {
      part.end();
      parts.delete(parentElement);
    };
  };
}
