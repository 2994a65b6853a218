// Loads the scripts that a page uses. Every page works without them.

import { Button } from "./govuk/button.js";
import { ErrorSummary } from "./govuk/error-summary.js";
import { PasswordInput } from "./govuk/password-input.js";
import { keepFiles } from "./files.js";
import { keepTableRoles } from "./tables.js";
import { moveByKeys, pressByKeys } from "./keys.js";
import { reportPresence } from "./presence.js";
import { watchNews } from "./news.js";
import { watchReceipt } from "./receipt.js";
import { countDown } from "./countdown.js";
import { searchAsTyped } from "./similar.js";
import { foldParts } from "./parts.js";
import { passkeys } from "./passkeys.js";
import { showBusy } from "./busy.js";
import { completeFacts, fitRelations } from "./rules.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// Start what a page, or a part of it that has been replaced, is made of.
function initialise(root) {
  for (const Component of [Button, ErrorSummary, PasswordInput]) {
    for (const element of root.querySelectorAll(`[data-module="${Component.moduleName}"]`)) new Component(element);
  }
  for (const table of root.querySelectorAll(".rs-table--stack")) keepTableRoles(table);
  for (const form of root.querySelectorAll("form[data-keep-files]")) keepFiles(form, initialise);
}

initialise(document);
for (const list of document.querySelectorAll("[data-keys]")) moveByKeys(list);
for (const form of document.querySelectorAll("form[data-similar]")) searchAsTyped(form);
passkeys(document.querySelectorAll("form[data-passkey]"));
for (const form of document.querySelectorAll("[data-rule-form]")) fitRelations(form);
for (const area of document.querySelectorAll("[data-complete]")) completeFacts(area);
pressByKeys();
for (const status of document.querySelectorAll("[data-presence]")) reportPresence(status);
for (const board of document.querySelectorAll("[data-news]")) watchNews(board);
for (const status of document.querySelectorAll("[data-receipt]")) watchReceipt(status);
for (const form of document.querySelectorAll("form.rs-count")) showBusy(form);
for (const page of document.querySelectorAll("[data-parts]")) foldParts(page);
countDown(document.querySelectorAll("time[data-until]"));
