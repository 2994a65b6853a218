// A kept brief, which is a page without the rest of Roadstead: it works without a connection.

import { startBrief } from "./brief.js";
import { keepTableRoles } from "./tables.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const table of document.querySelectorAll(".rs-table--stack")) keepTableRoles(table);
startBrief(document.querySelector("[data-brief]"));
