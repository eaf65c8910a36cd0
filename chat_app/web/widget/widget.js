// Starts the widget, and gives the portal window.Wenzheng to drive it with.

import { Panel } from "./panel.js";

const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');

function start() {
  const emit = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`wenzheng:${name}`, { bubbles: true, detail }));
  const base = new URL(".", script?.src ?? location.href).href;
  const panel = new Panel({ ...script?.dataset }, { ...SITE, base, styles: STYLES }, emit);
  const api = { version: VERSION };
  for (const name of ["open", "close", "toggle", "ask", "setLocale", "setTheme", "setSize", "setPosition"]) api[name] = (...given) => panel[name](...given);
  api.on = (name, listener) => document.addEventListener(`wenzheng:${name}`, listener);
  api.off = (name, listener) => document.removeEventListener(`wenzheng:${name}`, listener);
  api.destroy = () => {
    panel.destroy();
    delete window.Wenzheng;
  };
  Object.defineProperty(api, "isOpen", { get: () => panel.isOpen });
  window.Wenzheng = api;
  emit("ready");
}

// A portal may load the script twice, or before its body is there.
if (!window.Wenzheng) {
  window.Wenzheng = { version: VERSION };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
}
