// Form of a rule. In rows: offers only the relations that fit the fact, and no value for yes or no. In CEL: completes
// facts while typing; arrows choose, Enter or Tab accepts, Escape closes. All works without it.

export function fitRelations(form) {
  const kinds = Object.fromEntries([...form.querySelectorAll("[data-kind]")].map((k) => [k.dataset.kind, k.dataset.relations.split(" ")]));
  for (const fact of form.querySelectorAll("select[data-fact]")) {
    const row = fact.closest(".rs-builder__row");
    const fit = () => fitRow(row, kinds[fact.selectedOptions[0]?.dataset.of]);
    fact.addEventListener("change", fit);
    fit();
  }
}

function fitRow(row, names) {
  const relation = row.querySelector("select[data-relation]");
  const value = row.querySelector("input[data-value]");
  for (const option of relation.options) option.hidden = option.disabled = Boolean(names) && Boolean(option.value) && !names.includes(option.value);
  if (names && !names.includes(relation.value)) relation.value = names[0];
  value.hidden = Boolean(names?.includes("yes"));
}

const WORD = /[A-Za-z_][A-Za-z0-9_.]*$/;
const MOST = 8;

export function completeFacts(area) {
  const facts = [...document.querySelectorAll("[data-fact-name]")].map((f) => ({ name: f.dataset.factName, words: f.dataset.factWords }));
  const list = document.createElement("ul");
  list.className = "rs-completion";
  list.id = `${area.id}-facts`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.dataset.complete);
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  let at = -1;

  const word = () => area.value.slice(0, area.selectionStart).match(WORD)?.[0] ?? "";
  const close = () => { list.hidden = true; at = -1; area.removeAttribute("aria-activedescendant"); };
  const mark = (next) => {
    at = (next + list.children.length) % list.children.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    area.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = (item) => {
    area.setRangeText(item.dataset.name, area.selectionStart - word().length, area.selectionStart, "end");
    close();
    area.focus();
  };
  const open = () => {
    const begun = word().toLowerCase();
    const found = begun.length > 1 ? facts.filter((f) => f.name !== begun && (f.name.startsWith(begun) || f.name.includes(`.${begun}`))).slice(0, MOST) : [];
    list.replaceChildren(...found.map((fact, place) => offered(fact, `${list.id}-${place}`)));
    list.hidden = !found.length;
    if (found.length) mark(0);
    else close();
  };

  area.addEventListener("input", open);
  area.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => { event.preventDefault(); const item = event.target.closest("li"); if (item) take(item); });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(list.children[at]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
}

function offered(fact, id) {
  const item = document.createElement("li");
  item.id = id;
  item.dataset.name = fact.name;
  item.setAttribute("role", "option");
  const words = document.createElement("small");
  words.textContent = ` ${fact.words}`;
  item.append(fact.name, words);
  return item;
}
