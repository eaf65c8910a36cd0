// Questions by topic: asked from the server when they are first wanted, drawn under "按主题看更多问题".

import { badgeText, button, element } from "./making.js";

let asked = null;

/** Return the topics, `[{heading, scope, year, questions}]`; none where they cannot be had. */
export function topics() {
  asked ??= fetch("/api/topics")
    .then((response) => (response.ok ? response.json() : []))
    .catch(() => []);
  return asked;
}

/** Fill the list when it is opened for the first time. */
export function offerTopics(details, list) {
  details.addEventListener("toggle", async () => {
    if (!details.open || list.childElementCount) return;
    list.replaceChildren(element("p", "", "正在找……"));
    const found = await topics();
    list.replaceChildren(...(found.length ? found.flatMap(drawTopic) : [element("p", "", "暂时没有更多问题。")]));
  });
}

function drawTopic(topic) {
  const heading = element("h3", "", topic.heading);
  const badge = topic.scope ? badgeText(topic) : "";
  if (badge) heading.append(" ", element("span", `badge ${topic.scope}`, badge));
  const questions = element("ul", "asks");
  for (const question of topic.questions) {
    const item = document.createElement("li");
    item.append(button(question, "ask"));
    questions.append(item);
  }
  return [heading, questions];
}
