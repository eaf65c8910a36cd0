// What a tab remembers across a reload: Gradio reloads the page whenever a lost connection comes back.
// Nothing leaves the browser, and closing the tab forgets it. Where storage is denied, nothing is remembered.

const KEY = "wenzheng.talk";

/** Keep the turns of the log, as they were drawn and encoded by the server, and the questions asked so far. */
export function remember(log, asked) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ turns: log.innerHTML, asked }));
  } catch {
    // A full or denied storage must not disturb the conversation.
  }
}

/** Put the remembered turns back into an empty log; returns the questions asked before, null if there were none. */
export function recall(log) {
  try {
    const { turns, asked } = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
    if (!turns) return null;
    log.innerHTML = turns;
    return asked;
  } catch {
    return null;
  }
}
