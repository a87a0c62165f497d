// Reads the page's main text with a voice of the device. The button stays hidden where no voice speaks the language.
const pause = 250;

export function readAloud(root) {
  const button = root.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const language = document.documentElement.lang || "da";
  const words = button.querySelector("span");
  const start = words.textContent;

  const voice = () => speech.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  const show = () => { button.hidden = !voice(); };
  const stopped = () => {
    words.textContent = start;
    button.setAttribute("aria-pressed", "false");
  };
  show();
  speech.addEventListener?.("voiceschanged", show);

  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      stopped();
      return;
    }
    const parts = sentences(root.querySelector("main"), "readForms" in button.dataset);
    parts.forEach((text, index) => {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.lang = language;
      spoken.voice = voice();
      if (index === parts.length - 1) spoken.addEventListener("end", () => setTimeout(stopped, pause));
      speech.speak(spoken);
    });
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  });
  window.addEventListener("pagehide", () => speech.cancel());
}

// In the booth the list of projects is a form, and its labels say what and how much.
function sentences(main, withForms) {
  const skip = `[aria-hidden=true], [hidden], svg, table, .page-tools, .sr-only, .booth-pot${withForms ? ", details:not([open])" : ", form"}`;
  const read = `h1, h2, h3, p, dt, dd, figcaption${withForms ? ", label" : ", li"}`;
  return [...main.querySelectorAll(read)]
    .filter((part) => !part.closest(skip) && !part.parentElement.closest("li, p"))
    .map((part) => part.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}
