// What is typed into a form with data-draft (a name that ends with the person's number) survives another page and a
// sign-in that has ended, in this tab alone. It is dropped once the server has stored it, and when somebody else signs in.

const PREFIX = "draft:";
const SENT = "sent"; // the form that was sent last: another form of its page stores nothing of it
const STORED = ".govuk-notification-banner--success";
const TYPED = "input:not([type=hidden]), textarea, select";

export function keepDraft(form) {
  const key = PREFIX + form.dataset.draft;
  dropThoseOfOthers(key.split("-").pop());
  if (document.querySelector(STORED) && sessionStorage.getItem(SENT) === key) sessionStorage.removeItem(key);
  sessionStorage.removeItem(SENT);
  restore(form, key);
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(typed(form))));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
}

function typed(form) {
  return Object.fromEntries([...form.querySelectorAll(TYPED)].map((field) => [field.name, field.value]));
}

function restore(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  const first = form.querySelector(TYPED);
  if (first.value || !kept[first.name]) return;
  for (const field of form.querySelectorAll(TYPED)) {
    if (field.tagName === "SELECT" || !field.value) field.value = kept[field.name] ?? field.value;
  }
}

function dropThoseOfOthers(person) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && key.split("-").pop() !== person) sessionStorage.removeItem(key);
  }
}
