// The widget's place in the portal's page: an element of its own, its tree closed to the page's styles and shortcuts.

import { make } from "./elements.js";

const TYPING = ["keydown", "keypress", "keyup"];

/** Make the host, not yet in the page, and the root of what is drawn in it. */
export function makeHost(styles) {
  const [host, root] = [make("div"), make("div", "root")];
  host.id = "wenzheng-widget";
  const shadow = host.attachShadow({ mode: "open" });
  dress(shadow, styles);
  shadow.append(root);
  // The portal's own shortcuts must not answer to what is typed here.
  for (const name of TYPING) host.addEventListener(name, (event) => event.stopPropagation());
  return { host, root };
}

/** Style a shadow tree. A constructed sheet needs no leave of the portal's Content-Security-Policy. */
function dress(shadow, styles) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    shadow.append(make("style", "", styles)); // browsers before 2023
  }
}
