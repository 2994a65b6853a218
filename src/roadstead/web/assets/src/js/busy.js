// A form with a slow response says so when it is sent; one that needs no decision is sent when the page is loaded.

export function showBusy(form) {
  const button = form.querySelector("[data-busy]");
  form.addEventListener("submit", () => {
    form.querySelector("[role=status]").textContent = button.dataset.busy;
    button.disabled = true;
  });
  if ("sendAtOnce" in form.dataset) form.requestSubmit(button);
}
