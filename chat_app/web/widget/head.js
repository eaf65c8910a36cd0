// The head of the panel: whose it is, larger text, a new conversation, and the way out.

import { button, CROSS, icon, make } from "./elements.js";

/** `deeds` are resize(), clear() and close(); `large` says whether the text is larger now. */
export function makeHead(say, large, deeds) {
  const size = button("tool size", say("large"), deeds.resize);
  size.setAttribute("aria-pressed", String(large));
  const close = button("tool close", icon(CROSS), deeds.close);
  close.setAttribute("aria-label", say("close"));
  const title = make("h2", "", say("name"));
  title.id = "title";
  title.tabIndex = -1;
  const brand = make("div", "brand", title, make("p", "motto", say("motto")));
  return make("div", "head", brand, make("div", "tools", size, button("tool anew", say("anew"), deeds.clear), close));
}
