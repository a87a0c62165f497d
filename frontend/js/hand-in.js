// Handing a ballot in while the network may fail: when no answer comes, the page says so and offers the same ballot again.
const PATIENCE = 20_000;

export function handIn(root) {
  const form = root.querySelector("[data-hand-in]");
  const unknown = root.getElementById("hand-in-unknown");
  if (!form || !unknown) return;
  const button = form.querySelector("button");

  const send = async () => {
    unknown.hidden = true;
    button.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      // Any other answer is a page of its own. The same key makes sending it once more safe.
      if (answer.redirected) window.location.assign(answer.url);
      else form.submit();
    } catch {
      button.disabled = false;
      unknown.hidden = false;
      unknown.focus();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  unknown.querySelector("button").addEventListener("click", send);
  window.addEventListener("online", () => { if (!unknown.hidden) send(); });
  window.addEventListener("pageshow", () => { button.disabled = false; });
}
