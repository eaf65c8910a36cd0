// Makes elements. Whatever comes from a question, a report or the server enters as text, never as markup.

export const CROSS = "M6 6l12 12 M18 6L6 18"; // the line of a picture

/** Make an element with a class and children, elements or strings. */
export function make(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** Make a button that does `act` when it is pressed. */
export function button(className, label, act) {
  const made = make("button", className, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** Make a picture of one line; it says nothing to a screen reader. */
export function icon(line) {
  const namespace = "http://www.w3.org/2000/svg";
  const [picture, path] = ["svg", "path"].map((name) => document.createElementNS(namespace, name));
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", line);
  picture.append(path);
  return picture;
}
