// Wires the conversation to the report viewer: citations open the report at their place, and a way leads back.

import { Talk } from "./talk.js";
import { Viewer } from "./viewer.js";

const paper = document.getElementById("paper");
const back = document.getElementById("back");
const choice = document.getElementById("choice");
const viewer = new Viewer(paper);
let origin = null; // the link that was followed into the report

/** Read a link of the form ?report=ID&at=START-END; null for any other. */
function placeOf(search) {
  const query = new URLSearchParams(search);
  const range = /^(\d+)-(\d+)$/.exec(query.get("at") ?? "");
  return range && query.get("report") ? { report: query.get("report"), start: +range[1], end: +range[2] } : null;
}

/** Highlight a place. With `go` the reader is taken there, else only a viewer that stands beside moves. */
async function show(place, go) {
  try {
    const mark = await viewer.highlight(place.report, place.start, place.end);
    choice.value = place.report;
    if (!mark) return;
    if (go) {
      mark.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    } else if (getComputedStyle(paper).overflowY === "auto") {
      paper.scrollTop += mark.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
    }
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  const said = document.createElement("p");
  said.className = "opening";
  said.textContent = `报告打不开：${error.message}请刷新页面再试。`;
  paper.replaceChildren(said);
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function pointOut(link) {
  for (const shown of document.querySelectorAll("#log .shown")) shown.classList.remove("shown");
  const turn = link.closest(".turn");
  for (const same of turn.querySelectorAll("a.cite, a.card")) same.classList.toggle("shown", same.search === link.search);
}

function goBack() {
  back.hidden = true;
  origin?.focus({ preventScroll: true });
  origin?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

document.getElementById("log").addEventListener("click", (event) => {
  const link = event.target.closest("a.cite, a.card");
  const place = link && placeOf(link.search);
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  origin = link;
  back.hidden = false;
  pointOut(link);
  show(place, true);
});
back.addEventListener("click", goBack);
document.getElementById("source").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !back.hidden) goBack();
});
choice.addEventListener("change", () => viewer.open(choice.value).catch(fail));

// Gradio names the document's language after the browser's; the page is Chinese in any browser.
const root = document.documentElement;
const nameLanguage = () => root.lang === "zh-CN" || (root.lang = "zh-CN");
new MutationObserver(nameLanguage).observe(root, { attributeFilter: ["lang"] });
nameLanguage();

const talk = new Talk((turn) => {
  back.hidden = true;
  const first = turn.querySelector("a.cite") ?? turn.querySelector("a.card");
  viewer.clear();
  if (!first || turn.matches(".not_found")) return;
  pointOut(first);
  show(placeOf(first.search), false);
});

// A jump by the address alone moves the focus only after a moment, and not into Gradio's box.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  talk.focus();
});

const linked = placeOf(location.search);
if (linked) show(linked, true);
else if (choice.value) viewer.open(choice.value).catch(fail);
