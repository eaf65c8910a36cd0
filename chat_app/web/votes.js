// A visitor's vote on an answer. It is sent without the answer itself; when it does not arrive, that is told and no more.

import { button, element } from "./making.js";
import { questionOf } from "./copying.js";
import { visitName } from "./memory.js";
import { terms } from "./terms.js";

const UNSENT = "评价没有送到，不影响您继续提问。";

/** Return the buttons and the form to vote on `turn`, and its past vote; `changed()` is called when one was taken. */
export function votingOn(turn, changed) {
  const told = element("p", "told");
  told.setAttribute("role", "status");
  const form = element("div", "reasons");
  form.hidden = true;
  const up = button("有用", "plain", () => vote("up"));
  const down = button("没用", "plain", async () => {
    if (!form.childElementCount) await fillForm(form, (reason, comment) => vote("down", reason, comment));
    form.hidden = !form.hidden;
    down.setAttribute("aria-expanded", String(!form.hidden));
  });
  down.setAttribute("aria-expanded", "false");

  async function vote(kind, reason = "", comment = "") {
    const { index } = turn.dataset;
    const problem = await send({ question: questionOf(turn), index, vote: kind, visit: visitName(), ...(reason && { reason }), ...(comment && { comment }) });
    told.textContent = problem || "谢谢您的评价。";
    if (problem) return;
    turn.dataset.vote = kind;
    if (form.contains(document.activeElement)) down.focus();
    form.hidden = true;
    down.setAttribute("aria-expanded", "false");
    show();
    changed();
  }

  function show() {
    up.setAttribute("aria-pressed", String(turn.dataset.vote === "up"));
    down.classList.toggle("pressed", turn.dataset.vote === "down");
  }
  show();
  if (turn.dataset.vote) told.textContent = "谢谢您的评价。";
  return { buttons: [up, down], form, told };
}

async function fillForm(form, send) {
  const { reasons } = await terms();
  const { other, ...named } = reasons;
  const chips = Object.entries(named).map(([code, words]) => button(words, "plain", () => send(code)));
  const more = element("label", "", "或者写几句（请不要写个人信息）");
  const field = document.createElement("textarea");
  field.maxLength = 500;
  field.rows = 2;
  more.append(field);
  const submit = button("送出", "plain", () => send(other && field.value.trim() ? "other" : "", field.value.trim()));
  form.replaceChildren(element("p", "", "哪里不好？点一下就行。"), ...chips, more, submit);
}

/** Send a vote; returns what went wrong in plain words, empty if nothing did. */
async function send(vote) {
  try {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(vote),
    });
    if (response.ok) return "";
    return response.status === 429 ? `${(await response.json()).error.message}${UNSENT}` : UNSENT;
  } catch {
    return UNSENT;
  }
}
