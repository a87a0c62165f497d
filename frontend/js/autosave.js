// Saves a form by itself after a moment of quiet and when the page is left; its button does the same without this.
const QUIET = 2000;

export function autosave(root) {
  for (const form of root.querySelectorAll("[data-autosave]")) watch(form);
  // A page that the browser kept shows what was true when it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && root.querySelector("[data-autosave]")) window.location.reload();
  });
}

function watch(form) {
  const says = form.querySelector("[data-autosave-says]");
  let saved = typed(form);
  let timer = 0;
  let saving = null;
  let isSent = false;

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    const now = typed(form);
    if (isSent || now === saved) return;
    const data = new FormData(form);
    data.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, keepalive, redirect: "manual" });
      const told = await answer.json();
      says.textContent = told.says;
      if (!answer.ok) return;
      saved = now;
      form.elements.seen.value = told.seen;
    } catch {
      says.textContent = says.dataset.failed;
    }
  }

  function start(options) {
    saving ??= save(options).finally(() => { saving = null; });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(start, QUIET);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("click", later);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      // What is on its way must arrive first, or the two would look like two windows.
      event.preventDefault();
      const { submitter } = event;
      saving.then(() => form.requestSubmit(submitter));
      return;
    }
    isSent = true;
  });
  const leave = () => start({ keepalive: true });
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
}

function typed(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => name !== "seen"));
}
