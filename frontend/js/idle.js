// The screen of a voting place: after a while without a touch it asks, and then begins anew for the next voter.
const touches = ["pointerdown", "keydown", "input", "scroll", "wheel"];

export function idleScreen(root) {
  const dialog = root.querySelector("[data-idle]");
  if (!dialog?.showModal) return;
  const { idle, idleWarn, idleNext } = dialog.dataset;
  const left = dialog.querySelector("[data-idle-left]");
  let touched = Date.now();

  const stay = () => {
    touched = Date.now();
    if (dialog.open) dialog.close();
  };
  for (const name of touches) {
    window.addEventListener(name, () => { if (!dialog.open) touched = Date.now(); }, { passive: true, capture: true });
  }
  dialog.querySelector("[data-idle-stay]").addEventListener("click", stay);
  dialog.addEventListener("close", stay);

  setInterval(() => {
    const seconds = (Date.now() - touched) / 1000;
    if (seconds >= Number(idle)) {
      // Nothing may ask whether to leave: whoever it asks is gone.
      window.dispatchEvent(new Event("idle-over"));
      window.location.replace(idleNext);
      return;
    }
    if (seconds >= Number(idleWarn) && !dialog.open) dialog.showModal();
    left.textContent = String(Math.ceil(Number(idle) - seconds));
  }, 500);
  // A page that the browser kept for its back button shows nobody's ballot.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.replace(idleNext); });
}
