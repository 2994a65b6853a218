// A table drawn as cards is no longer a table to some screen readers. Saying the roles aloud keeps it one.

const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };

export function keepTableRoles(table) {
  for (const [tag, role] of Object.entries(ROLES)) {
    for (const element of table.parentElement.querySelectorAll(tag)) element.setAttribute("role", role);
  }
  for (const head of table.querySelectorAll("th")) {
    head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  }
}
