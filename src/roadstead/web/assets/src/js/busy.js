// A form whose answer takes a while says so when it is sent; one that nobody has to think about is sent at once.

export function sayBusy(form) {
  const button = form.querySelector("[data-busy]");
  form.addEventListener("submit", () => {
    form.querySelector("[role=status]").textContent = button.dataset.busy;
    button.disabled = true;
  });
  if ("sendAtOnce" in form.dataset) form.requestSubmit(button);
}
