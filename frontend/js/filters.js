// Filters are sent as soon as one is changed; the button for it is then not needed.
export function filters(root) {
  for (const form of root.querySelectorAll("form[data-filters]")) {
    const button = form.querySelector("[data-filters-button]");
    if (button) button.hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }
}
