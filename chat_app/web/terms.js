// What the server says about votes and privacy: the reasons that can be given, and what is kept of a visit for how long.

let asked = null;

/** Return `{reasons: {code: words}, privacy}`; empty ones where the server does not tell. */
export function terms() {
  asked ??= fetch("/api/feedback")
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => ({}))
    .then(({ reasons = {}, privacy = "" }) => ({ reasons, privacy }));
  return asked;
}
