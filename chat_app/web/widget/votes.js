// Useful or not. A no is sent with its reason, or without one if none is given for a while; each counts once.

import { button, make } from "./elements.js";

const VOTES = ["up", "down"];
const REASON_WITHIN = 15000; // milliseconds that a no waits for its reason

/** `vote(turn, vote, reason)` sends one; what comes of it stands in the turn. */
export function makeVotes(say, turn, vote) {
  const told = make("p", "told");
  told.setAttribute("role", "status");
  const why = make("div", "why");
  let late = 0;
  const mark = (shown) => choices.forEach((choice, i) => choice.setAttribute("aria-pressed", String(shown === VOTES[i])));
  const send = async (choice, reason) => {
    clearTimeout(late);
    why.replaceChildren();
    try {
      await vote(turn, choice, reason);
      told.textContent = say("thanks");
    } catch {
      told.textContent = say("unsaved");
    }
    mark(turn.vote);
  };
  const explain = () => {
    mark("down");
    told.textContent = "";
    clearTimeout(late);
    late = setTimeout(() => send("down"), REASON_WITHIN);
    const reasons = Object.entries(say("reasons")).map(([reason, words]) =>
      button("ask", words, () => {
        choices[1].focus();
        send("down", reason);
      }),
    );
    why.replaceChildren(make("h4", "", say("why")), make("div", "asks", ...reasons));
  };
  const choices = VOTES.map((choice) => button("vote", say(choice), () => (choice === "up" ? send("up") : explain())));
  mark(turn.vote);
  const group = make("div", "votes", make("span", "", say("helped")), ...choices, told);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("helped"));
  return make("div", "feedback", group, why);
}
