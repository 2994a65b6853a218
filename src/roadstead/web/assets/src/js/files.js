// Keeps the files chosen in a form while they are compared, so that nobody chooses them twice. The second step is an
// ordinary submit. Without this script the page asks for the same files again.

export function keepFiles(form, initialise) {
  if (form.querySelector("input[name=seen]")) return; // compared already
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    if (!input?.files.length) return;
    event.preventDefault();
    compare(form, input.files, initialise).catch(() => form.submit());
  });
}

async function compare(form, files, initialise) {
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.querySelector("form[data-keep-files] input[type=file]");
  if (response.redirected || !next) throw new Error("another page");
  const main = document.adoptNode(page.querySelector("main"));
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  next.files = files;
  initialise(main);
  const place = main.querySelector("#preview, #brought"); // an error summary takes the focus by itself
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
}
