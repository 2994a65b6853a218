// Some screen readers do not see a table drawn as cards as a table. Explicit roles keep it one.

const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };

export function keepTableRoles(table) {
  for (const [tag, role] of Object.entries(ROLES)) {
    for (const element of table.parentElement.querySelectorAll(tag)) element.setAttribute("role", role);
  }
  for (const head of table.querySelectorAll("th")) {
    head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  }
}
