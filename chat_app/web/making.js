// Small elements made without markup: whatever text they get stays text.

/** Return a new element. */
export function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Return a new button that calls `onClick(event)`. */
export function button(text, className, onClick) {
  const made = element("button", className, text);
  made.type = "button";
  if (onClick) made.addEventListener("click", onClick);
  return made;
}

/** Return what says of which kind and years a part of a report is, like the server's badge. */
export function badgeText({ scope, year, year_from: from }) {
  const years = [from, year].filter(Boolean).join("–");
  return [{ done: "已完成", planned: "计划" }[scope], years].filter(Boolean).join(" · ");
}

/** Tell whether the visitor wants no movement. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Bring an element to the middle of what scrolls it and give it the focus. */
export function goTo(target, block = "center") {
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
}
