// A place in a report, and the link that opens the page there: /?report=ID&at=START-END, in Unicode code points.

/** Read a link's query; null where it names no place. */
export function placeOf(search) {
  const query = new URLSearchParams(search);
  const range = /^(\d+)-(\d+)$/.exec(query.get("at") ?? "");
  return range && query.get("report") ? { report: query.get("report"), start: +range[1], end: +range[2] } : null;
}

/** Return the query of the link to a place. */
export function linkOf({ report, start, end }) {
  return `?${new URLSearchParams({ report, at: `${start}-${end}` })}`;
}
