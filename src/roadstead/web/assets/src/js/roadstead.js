// Loads the scripts that a page uses. Every page works without them.

import { Button } from "./govuk/button.js";
import { keepFiles } from "./files.js";
import { keepTableRoles } from "./tables.js";
import { moveByKeys, pressByKeys } from "./keys.js";
import { reportPresence } from "./presence.js";
import { watchNews } from "./news.js";
import { watchReceipt } from "./receipt.js";
import { keepDraft } from "./draft.js";
import { countDown } from "./countdown.js";
import { searchAsTyped } from "./similar.js";
import { foldParts, openNamed } from "./parts.js";
import { passkeys } from "./passkeys.js";
import { showBusy } from "./busy.js";
import { completeFacts, fitRelations } from "./rules.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// Components that few pages have are loaded where they are needed: most pages are a sixth lighter without them.
const RARE = { "error-summary": "ErrorSummary", "password-input": "PasswordInput" };

// Start what a page, or a part of it that has been replaced, is made of.
function initialise(root) {
  for (const element of root.querySelectorAll('[data-module="govuk-button"]')) new Button(element);
  for (const [name, component] of Object.entries(RARE)) startRare(name, component, root);
  for (const table of root.querySelectorAll(".rs-table--stack")) keepTableRoles(table);
  for (const form of root.querySelectorAll("form[data-keep-files]")) keepFiles(form, initialise);
}

async function startRare(name, component, root) {
  const elements = root.querySelectorAll(`[data-module="govuk-${name}"]`);
  if (!elements.length) return;
  const module = await import(`./govuk/${name}.js`);
  for (const element of elements) new module[component](element);
}

initialise(document);
for (const form of document.querySelectorAll("form[data-desk]")) import("./desk.js").then((desk) => desk.startDesk(form));
for (const brief of document.querySelectorAll("[data-brief]")) import("./brief.js").then((page) => page.startBrief(brief));
if (isKeeping()) import("./kept.js").then((kept) => kept.sweep(document.body.dataset.user ?? ""));
for (const list of document.querySelectorAll("[data-keys]")) moveByKeys(list);
for (const form of document.querySelectorAll("form[data-similar]")) searchAsTyped(form);
passkeys(document.querySelectorAll("form[data-passkey]"));
for (const form of document.querySelectorAll("[data-rule-form]")) fitRelations(form);
for (const area of document.querySelectorAll("[data-complete]")) completeFacts(area);
pressByKeys();
for (const status of document.querySelectorAll("[data-presence]")) reportPresence(status);
for (const board of document.querySelectorAll("[data-news]")) watchNews(board);
for (const status of document.querySelectorAll("[data-receipt]")) watchReceipt(status);
for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
for (const form of document.querySelectorAll("form.rs-count")) showBusy(form);
for (const page of document.querySelectorAll("[data-parts]")) foldParts(page);
openNamed();
addEventListener("hashchange", openNamed);
countDown(document.querySelectorAll("time[data-until]"));

// Return true if briefs are kept on this device; false where the browser lets no page store anything.
function isKeeping() {
  try {
    return localStorage.getItem("roadstead-kept") !== null;
  } catch {
    return false;
  }
}
