// The outline of a report: its headings as links, each to the place of the heading.

import { badgeText, element } from "./making.js";
import { linkOf } from "./places.js";

/** Return the nested list of a report's sections; the parts at the top carry what kind they are and of which years. */
export function outlineOf(report, sections) {
  const lists = new Map([[null, element("ol", "")]]);
  for (const section of sections) {
    const item = document.createElement("li");
    const link = element("a", "heading", section.heading);
    link.href = linkOf({ report, start: section.start, end: section.start + [...section.heading].length });
    const badge = section.parent === null && section.scope ? badgeText(section) : "";
    if (badge) link.append(" ", element("span", `badge ${section.scope}`, badge));
    item.append(link);
    lists.set(section.index, element("ol", ""));
    lists.get(section.parent)?.append(item);
    item.append(lists.get(section.index));
  }
  for (const list of lists.values()) if (!list.childElementCount) list.remove();
  return lists.get(null);
}
