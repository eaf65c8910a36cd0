// The launcher and the panel. On a wide window the panel stands beside the page, on a phone it takes the whole screen
// and the page behind it is inert; either way it is one <dialog>.

import { Drawing } from "./drawing.js";
import { button, icon, make } from "./elements.js";
import { languageFor, speaker } from "./labels.js";
import { recall, recallSize, remember, rememberSize, visitName } from "./memory.js";
import { Fault, Wire } from "./wire.js";

const LONGEST = 500;
const GAP = 12; // pixels above the question that is brought to the top
const HISTORY = 8; // earlier questions sent along, from which a follow-up is understood
const BUBBLE = "M4 5h16v11h-8l-5 4v-4H4z M8 9h8 M8 12h5";
const CROSS = "M6 6l12 12 M18 6L6 18";
const THEMES = ["light", "dark", "contrast"];

export class Panel {
  #options;
  #site;
  #wire;
  #emit;
  #say;
  #drawing;
  #turns = recall();
  #pending = null;
  #unread = false;
  #returnTo = null;
  #host = make("div");
  #root = make("div", "root");
  #launcher;
  #dialog;
  #log;
  #box;
  #send;
  #hint;
  #live;
  #outside = make("p", "unseen");
  #narrow = matchMedia("(max-width: 640px), (max-height: 480px)");
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #refit = () => this.isOpen && this.#show();
  #retheme = () => this.setTheme(this.#options.theme);
  #fit = () => (this.#dialog.style.height = this.isOpen && this.#narrow.matches ? `${visualViewport.height}px` : "");

  /** `site` is what the server knows: base, contact, examples, privacy, styles. `emit(name, detail)` tells the portal. */
  constructor(options, site, emit) {
    this.#options = { ...options, lang: languageFor(options.lang), size: recallSize() ?? options.size };
    this.#site = site;
    this.#wire = new Wire(site.base);
    this.#emit = emit;
    this.#host.id = "wenzheng-widget";
    const shadow = this.#host.attachShadow({ mode: "open" });
    dress(shadow, site.styles);
    shadow.append(this.#root);
    this.#outside.setAttribute("aria-live", "polite");
    // The portal's own shortcuts must not answer to what is typed here.
    for (const name of ["keydown", "keypress", "keyup"]) this.#host.addEventListener(name, (event) => event.stopPropagation());
    this.#narrow.addEventListener("change", this.#refit);
    this.#dark.addEventListener("change", this.#retheme);
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
    this.#mark(false);
    this.#show();
    this.#emit("open");
  }

  close() {
    if (!this.isOpen) return;
    const held = this.#root.getRootNode().activeElement;
    this.#dialog.close();
    this.#fit();
    this.#label();
    if (held) (this.#returnTo?.isConnected ? this.#returnTo : this.#launcher).focus();
    this.#emit("close");
  }

  toggle() {
    this.isOpen ? this.close() : this.open();
  }

  /** Ask a question as if it had been typed; returns the answer, null where none came. */
  async ask(text, { open = true } = {}) {
    const question = String(text ?? "").trim();
    const length = [...question].length;
    if (open) this.open();
    const refusal = !length ? this.#say("empty") : length > LONGEST ? this.#say("lengthy", { n: length }) : "";
    this.#hint.textContent = refusal;
    if (refusal || this.#pending) return null;
    return this.#run({ question });
  }

  setLocale(lang) {
    this.#options.lang = languageFor(lang);
    this.#redraw();
  }

  setTheme(theme) {
    this.#options.theme = theme;
    this.#root.dataset.theme = THEMES.includes(theme) ? theme : theme === "auto" && this.#dark.matches ? "dark" : "light";
  }

  setPosition(position) {
    this.#options.position = position;
    this.#root.dataset.position = /left/.test(position) ? "left" : "right";
  }

  setSize(size) {
    this.#options.size = size === "large" ? "large" : "standard";
    rememberSize(this.#options.size);
    this.#redraw();
  }

  destroy() {
    this.#pending?.abort(new Fault("stopped"));
    this.#narrow.removeEventListener("change", this.#refit);
    this.#dark.removeEventListener("change", this.#retheme);
    globalThis.visualViewport?.removeEventListener("resize", this.#fit);
    this.#host.remove();
  }

  // ---- asking

  async #run(turn) {
    const controller = new AbortController();
    this.#pending = controller;
    const earlier = this.#turns.filter((each) => each.answer).map((each) => each.question);
    if (!this.#turns.includes(turn)) this.#turns.push(turn);
    Object.assign(turn, { partial: "", fault: null });
    this.#root.classList.add("asked");
    this.#place(turn);
    this.#busy();
    const request = { question: turn.question, history: earlier.slice(-HISTORY), report: this.#options.report };
    try {
      turn.answer = brief(await this.#wire.ask(request, (piece) => this.#stream(turn, piece), controller));
    } catch (fault) {
      turn.fault = fault instanceof Fault ? fault : new Fault("down_now");
    }
    if (!this.#host.isConnected) return null;
    this.#pending = null;
    this.#busy();
    this.#settle(turn);
    return turn.answer ?? null;
  }

  #stream(turn, piece) {
    turn.partial += piece;
    this.#article(turn).querySelector(".said").replaceWith(make("p", "said", turn.partial));
  }

  /** Lay a finished turn into the log, keep it, and tell of it: once, when it is whole. */
  #settle(turn) {
    this.#place(turn);
    remember(this.#turns);
    const { answer, fault, question } = turn;
    const text = answer ? this.#say("answered", { text: answer.text.replace(/\[\d+\]/g, "") }) : this.#say(fault.code);
    if (this.isOpen) this.#live.textContent = text;
    else if (answer) this.#mark(true);
    if (answer) this.#emit("answer", { question, answer });
    else this.#emit("error", { question, code: fault.code, status: fault.status, message: text });
  }

  async #vote(turn, vote, reason) {
    await this.#wire.vote({ question: turn.question, index: turn.answer.index, vote, visit: visitName(), ...(reason && { reason }) });
    turn.vote = vote;
    remember(this.#turns);
  }

  #clear() {
    this.#pending?.abort(new Fault("stopped"));
    this.#turns = [];
    remember(this.#turns);
    this.#redraw();
    this.#box.value = "";
    this.#focus();
  }

  // ---- drawing

  #article(turn) {
    return this.#log.querySelector(`[data-turn="${this.#turns.indexOf(turn)}"]`);
  }

  /** Draw a turn anew where it stands, or at the end of the log, its question at the top of what is seen. */
  #place(turn) {
    const drawn = this.#drawing.turn(turn);
    drawn.dataset.turn = this.#turns.indexOf(turn);
    const before = this.#article(turn);
    before ? before.replaceWith(drawn) : this.#log.append(drawn);
    this.#log.scrollTop = drawn.offsetTop - GAP;
  }

  #redraw() {
    const [draft, open] = [this.#box.value, this.isOpen];
    const size = this.#root.contains(this.#root.getRootNode().activeElement) && this.#root.getRootNode().activeElement.className;
    this.#draw(draft);
    if (!open) return;
    this.#show(false);
    if (size) (this.#root.querySelector(`.${size.split(" ").join(".")}`) ?? this.#box).focus();
  }

  #draw(draft) {
    const { lang, theme, size, position } = this.#options;
    const say = (this.#say = speaker(lang));
    this.#root.dataset.size = size === "large" ? "large" : "standard";
    this.setPosition(position);
    this.#root.lang = lang;
    this.setTheme(theme);
    this.#drawing = new Drawing(say, this.#site.base, this.#site.contact, {
      ask: (question) => this.ask(question),
      again: (turn) => this.#pending || this.#run(turn),
      vote: (turn, vote, reason) => this.#vote(turn, vote, reason),
    });
    this.#launcher = button("launcher", "", () => this.toggle());
    this.#dialog = make("dialog", "panel", this.#header(), this.#conversation(), this.#composer(draft));
    this.#dialog.setAttribute("aria-labelledby", "title");
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !composing(event)) {
        event.preventDefault();
        this.close();
      }
    });
    // The way back of a phone closes a modal dialog.
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#root.replaceChildren(this.#dialog, this.#launcher, this.#outside);
    this.#label();
    this.#busy();
  }

  #header() {
    const say = this.#say;
    const large = button("tool size", say("large"), () => this.setSize(this.#options.size === "large" ? "standard" : "large"));
    large.setAttribute("aria-pressed", String(this.#options.size === "large"));
    const close = button("tool close", icon(CROSS), () => this.close());
    close.setAttribute("aria-label", say("close"));
    const title = make("h2", "", say("name"));
    title.id = "title";
    title.tabIndex = -1;
    return make(
      "div",
      "head",
      make("div", "brand", title, make("p", "motto", say("motto"))),
      make("div", "tools", large, button("tool anew", say("anew"), () => this.#clear()), close),
    );
  }

  #conversation() {
    const say = this.#say;
    const examples = this.#site.examples.map((question) => make("li", "", button("ask", question, () => this.ask(question))));
    const welcome = make("div", "welcome", make("h3", "", say("welcome")), make("p", "", say("intro")));
    if (examples.length) welcome.append(make("h4", "", say("examples")), make("ul", "asks", ...examples));
    if (this.#site.privacy) {
      const privacy = make("p", "small", this.#site.privacy);
      privacy.lang = "zh-CN";
      welcome.append(privacy);
    }
    this.#log = make("div", "log", welcome);
    this.#log.tabIndex = 0;
    this.#log.setAttribute("role", "region");
    this.#log.setAttribute("aria-label", say("log"));
    this.#root.classList.toggle("asked", this.#turns.length > 0);
    for (const turn of this.#turns) this.#place(turn);
    return this.#log;
  }

  #composer(draft) {
    const say = this.#say;
    this.#box = make("textarea", "box");
    Object.assign(this.#box, { rows: 2, placeholder: say("placeholder"), value: draft, enterKeyHint: "send" });
    this.#box.setAttribute("aria-label", say("box"));
    this.#box.addEventListener("keydown", (event) => {
      // The Enter that takes a word from an input method must not send.
      if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
      event.preventDefault();
      this.#submit();
    });
    this.#send = button("send", "", () => (this.#pending ? this.#pending.abort(new Fault("stopped")) : this.#submit()));
    this.#hint = make("p", "hint");
    this.#hint.setAttribute("role", "alert");
    this.#live = make("p", "unseen");
    this.#live.setAttribute("aria-live", "polite");
    const line = make("div", "line", this.#box, this.#send);
    return make("div", "composer", this.#hint, line, make("p", "privacy", say("privacy")), this.#live);
  }

  #submit() {
    const question = this.#box.value;
    if (this.#pending) return;
    this.ask(question);
    if (this.#pending) this.#box.value = "";
    else this.#box.focus();
  }

  /** Show the panel in the way that fits the window. */
  #show(focus = true) {
    if (this.#dialog.open) this.#dialog.close();
    this.#narrow.matches ? this.#dialog.showModal() : this.#dialog.show();
    this.#fit();
    this.#label();
    this.#log.scrollTop = this.#log.lastElementChild.offsetTop - GAP;
    if (focus) this.#focus();
  }

  /** On a phone the question box would bring up the keyboard, over all there is to read. */
  #focus() {
    (this.#narrow.matches ? this.#dialog.querySelector("#title") : this.#box).focus();
  }

  #mark(unread) {
    this.#unread = unread;
    this.#outside.textContent = unread ? this.#say("unread") : "";
    this.#label();
  }

  #label() {
    const say = this.#say;
    this.#launcher.setAttribute("aria-expanded", String(this.isOpen));
    this.#launcher.setAttribute("aria-label", [say("launch"), this.#unread ? say("unread") : ""].filter(Boolean).join(" · "));
    this.#launcher.replaceChildren(icon(this.isOpen ? CROSS : BUBBLE), make("span", "", say("name")), ...(this.#unread ? [make("span", "unread", "1")] : []));
  }

  #busy() {
    this.#send.textContent = this.#say(this.#pending ? "stop" : "send");
    this.#root.classList.toggle("busy", Boolean(this.#pending));
  }
}

function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Keep of an answer what is drawn of it. */
function brief(answer) {
  return { ...answer, evidence: (answer.evidence ?? []).slice(0, 3) };
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
