// Turns of the conversation that the page draws itself: one whose answer is to come, one to which none came.

import { questionOf } from "./copying.js";
import { button, element } from "./making.js";

const LONGEST = 500;

/** Return why a question cannot be asked, empty if it can. */
export function refusalOf(question) {
  const length = [...question.trim()].length;
  if (!length) return "请先写下您的问题。";
  return length > LONGEST ? `问题太长了（${length}字），请缩短到${LONGEST}字以内。` : "";
}

/** Return a turn that shows the question and that its answer is on the way. */
export function pendingTurn(question) {
  const turn = element("article", "turn pending");
  const asked = element("h3", "question", question);
  asked.prepend(element("span", "unseen", "您问："));
  const body = element("div", "answer");
  body.append(element("p", "said", "正在查报告……"));
  turn.append(asked, body);
  return turn;
}

/** Say in a pending turn why no answer came. */
export function giveUp(turn, reason) {
  turn.classList.replace("pending", "refused");
  turn.dataset.again = "yes";
  turn.querySelector(".said").textContent = reason;
}

/** Put a button that asks anew under a turn to which no answer came. */
export function offerAgain(turn) {
  if (!turn.dataset.again) return;
  turn.querySelector(".ask")?.remove();
  const again = button("再问一次", "ask");
  again.dataset.question = questionOf(turn);
  turn.querySelector(".answer").append(again);
}

/** Return a turn as Gradio drew it, made ours: links open here, and the index it rests on is put out of sight. */
export function takenTurn(drawn) {
  const turn = drawn.firstElementChild.cloneNode(true);
  for (const link of turn.querySelectorAll("a")) link.removeAttribute("target");
  for (const link of turn.querySelectorAll(".cite")) link.setAttribute("aria-label", `引文${link.textContent}，在报告原文中查看`);
  const index = turn.querySelector(".index");
  turn.dataset.index = index?.textContent ?? "";
  index?.remove();
  return turn;
}

/** Scroll a turn to the top of what scrolls here: the log's own pane, on a phone the page. */
export function bringUp(turn) {
  const pane = document.getElementById("scroller");
  if (getComputedStyle(pane).overflowY === "auto") pane.scrollTop = turn.offsetTop;
  else turn.scrollIntoView({ block: "start" });
}
