// The panel. On a wide window it stands beside the page, on a phone it takes the whole screen and the page behind it is
// inert; either way it is one <dialog>.

import { Composer, composing } from "./composer.js";
import { make } from "./elements.js";
import { makeHead } from "./head.js";
import { makeHost } from "./host.js";
import { speaker } from "./labels.js";
import { Launcher } from "./launcher.js";
import { Log } from "./log.js";
import { Look } from "./look.js";
import { Visit } from "./visit.js";
import { Wire } from "./wire.js";

export class Panel {
  #report;
  #site;
  #emit;
  #say;
  #look;
  #visit;
  #returnTo = null;
  #host;
  #root;
  #launcher = new Launcher(() => this.toggle());
  #dialog;
  #log;
  #composer;
  #narrow = matchMedia("(max-width: 640px), (max-height: 480px)");
  #refit = () => this.isOpen && this.#show();
  #fit = () => (this.#dialog.style.height = this.isOpen && this.#narrow.matches ? `${visualViewport.height}px` : "");

  /** `site` is what the server knows: base, contact, examples, privacy, styles. `emit(name, detail)` tells the portal. */
  constructor(options, site, emit) {
    this.#report = options.report;
    this.#site = site;
    this.#emit = emit;
    this.#visit = new Visit(new Wire(site.base), {
      begun: (turn) => this.#place(turn),
      said: (turn) => this.#log.write(turn),
      settled: (turn) => this.#settle(turn),
      isThere: () => this.#host.isConnected,
    });
    ({ host: this.#host, root: this.#root } = makeHost(site.styles));
    this.#look = new Look(this.#root, options);
    this.#narrow.addEventListener("change", this.#refit);
    globalThis.visualViewport?.addEventListener("resize", this.#fit);
    this.#draw(options.question ?? "");
    document.documentElement.append(this.#host); // not into the body, which may be transformed, filtered or exchanged
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    if (this.isOpen) return this.#focus();
    const held = document.activeElement;
    this.#returnTo = held && held !== document.body && held !== this.#host ? held : null;
    this.#launcher.mark(false);
    this.#show();
    this.#emit("open");
  }

  close() {
    if (!this.isOpen) return;
    const held = this.#root.getRootNode().activeElement;
    this.#dialog.close();
    this.#fit();
    this.#launcher.show(false);
    if (held) (this.#returnTo?.isConnected ? this.#returnTo : this.#launcher.element).focus();
    this.#emit("close");
  }

  toggle() {
    this.isOpen ? this.close() : this.open();
  }

  /** Ask a question as if it had been typed; returns the answer, null where none came. */
  async ask(text, { open = true } = {}) {
    const question = String(text ?? "").trim();
    if (open) this.open();
    if (!this.#composer.admits(question) || this.#visit.busy) return null;
    return this.#visit.ask({ question }, this.#report);
  }

  setLocale(lang) {
    this.#look.setLang(lang);
    this.#redraw();
  }

  setTheme(theme) {
    this.#look.setTheme(theme);
  }

  setPosition(position) {
    this.#look.setPosition(position);
  }

  setSize(size) {
    this.#look.setSize(size);
    this.#redraw();
  }

  destroy() {
    this.#visit.stop();
    this.#narrow.removeEventListener("change", this.#refit);
    this.#look.end();
    globalThis.visualViewport?.removeEventListener("resize", this.#fit);
    this.#host.remove();
  }

  /** Lay a finished turn into the log and tell of it: once, when it is whole. */
  #settle(turn) {
    this.#place(turn);
    const { answer, fault, question } = turn;
    const text = answer ? this.#say("answered", { text: answer.text.replace(/\[\d+\]/g, "") }) : this.#say(fault.code);
    if (this.isOpen) this.#composer.tell(text);
    else if (answer) this.#launcher.mark(true);
    if (answer) this.#emit("answer", { question, answer });
    else this.#emit("error", { question, code: fault.code, status: fault.status, message: text });
  }

  #place(turn) {
    this.#root.classList.add("asked");
    this.#log.place(turn);
    this.#busy();
  }

  #busy() {
    this.#composer.wait(this.#visit.busy);
    this.#root.classList.toggle("busy", this.#visit.busy);
  }

  #clear() {
    this.#visit.clear();
    this.#redraw();
    this.#composer.box.value = "";
    this.#focus();
  }

  #redraw() {
    const [draft, open] = [this.#composer.box.value, this.isOpen];
    const held = this.#root.getRootNode().activeElement;
    const name = this.#root.contains(held) && held.className;
    this.#draw(draft);
    if (!open) return;
    this.#show(false);
    if (name) (this.#root.querySelector(`.${name.split(" ").join(".")}`) ?? this.#composer.box).focus();
  }

  #draw(draft) {
    this.#say = speaker(this.#look.lang);
    this.#fillLog();
    this.#composer = new Composer(this.#say, draft, { ask: (question) => this.ask(question), stop: () => this.#visit.stop() });
    const head = makeHead(this.#say, this.#look.large, {
      resize: () => this.setSize(this.#look.large ? "standard" : "large"),
      clear: () => this.#clear(),
      close: () => this.close(),
    });
    this.#dialog = make("dialog", "panel", head, this.#log.element, this.#composer.element);
    this.#dialog.setAttribute("aria-labelledby", "title");
    this.#dialog.addEventListener("keydown", (event) => event.key === "Escape" && !composing(event) && this.#leave(event));
    this.#dialog.addEventListener("cancel", (event) => this.#leave(event)); // by a phone's way back from a modal dialog
    this.#launcher.speak(this.#say);
    this.#launcher.show(false);
    this.#root.replaceChildren(this.#dialog, this.#launcher.element, this.#launcher.outside);
    this.#busy();
  }

  #fillLog() {
    this.#log = new Log(this.#say, this.#site, {
      ask: (question) => this.ask(question),
      again: (turn) => this.#visit.busy || this.#visit.ask(turn, this.#report),
      vote: (...given) => this.#visit.vote(...given),
    });
    this.#root.classList.toggle("asked", this.#visit.turns.length > 0);
    for (const turn of this.#visit.turns) this.#log.place(turn);
  }

  #leave(event) {
    event.preventDefault();
    this.close();
  }

  /** Show the panel in the way that fits the window. */
  #show(focus = true) {
    if (this.#dialog.open) this.#dialog.close();
    this.#narrow.matches ? this.#dialog.showModal() : this.#dialog.show();
    this.#fit();
    this.#launcher.show(true);
    this.#log.showLast();
    if (focus) this.#focus();
  }

  /** On a phone the question box would bring up the keyboard, over all there is to read. */
  #focus() {
    (this.#narrow.matches ? this.#dialog.querySelector("#title") : this.#composer.box).focus();
  }
}
