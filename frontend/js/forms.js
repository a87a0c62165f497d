// Help while writing: letters left, a warning before something written is lost, the summary of errors in view.
export function letterCount(root) {
  for (const note of root.querySelectorAll("[data-counts]")) {
    const field = root.getElementById(note.dataset.counts);
    if (!field) continue;
    const limit = Number(note.dataset.limit);
    const count = () => {
      const left = limit - field.value.length;
      note.textContent = note.dataset[left < 0 ? "over" : "left"].replace("{n}", String(Math.abs(left)));
      note.classList.toggle("limit-exceeded", left < 0);
    };
    field.addEventListener("input", count);
    count();
  }
}

export function leaveWarning(root) {
  for (const form of root.querySelectorAll("[data-warn-on-leave]")) {
    const before = snapshot(form);
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("idle-over", () => { sent = true; });
    window.addEventListener("beforeunload", (event) => {
      if (!sent && snapshot(form) !== before) event.preventDefault();
    });
  }
}

function snapshot(form) {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
}

export function errorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  summary?.focus();
}
