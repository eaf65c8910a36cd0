// Wires the parts of the page to each other.

import { equip } from "./answer_tools.js";
import { Hints } from "./hints.js";
import { Look } from "./look.js";
import { panelOf } from "./panels.js";
import { opensElsewhere, Source } from "./source.js";
import { Talk } from "./talk.js";
import { terms } from "./terms.js";
import { offerTopics } from "./topics.js";
import { Visit } from "./visit.js";
import { Dictation } from "./voice_in.js";

const part = (id) => document.getElementById(id);
const announce = (text) => (part("announcement").textContent = text);

history.scrollRestoration = "manual"; // a reload comes back to the last turn, not to a height that no longer means anything

// Gradio names the document's language after the browser's; the page is Chinese in any browser.
const root = document.documentElement;
const nameLanguage = () => root.lang === "zh-CN" || (root.lang = "zh-CN");
new MutationObserver(nameLanguage).observe(root, { attributeFilter: ["lang"] });
nameLanguage();

const look = new Look(announce);
const source = new Source(announce);
const talk = new Talk(
  (turn) => {
    source.preview(turn);
    visit.reflect();
  },
  (turn) => equip(turn, () => talk.save()),
);
const visit = new Visit(talk, source);
new Hints(announce);
new Dictation(
  look,
  (text) => talk.write(text),
  (reason) => talk.tell(reason),
);
offerTopics(part("topics"), part("topic-list"));
panelOf(part("open-more"), part("more"), async () => (part("privacy").textContent = (await terms()).privacy));

part("log").addEventListener("click", (event) => {
  const link = event.target.closest("a.cite, a.card");
  if (!link || opensElsewhere(event)) return;
  event.preventDefault();
  source.follow(link);
});

// A jump by the address alone moves the focus only after a moment, and not into Gradio's box.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  talk.focus();
});

talk.show();
source.openAddress(talk.last);
