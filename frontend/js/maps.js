// The drawn map can be come nearer to: what does that is fetched when somebody asks for it, or at once on the map's page.
export function maps(root) {
  for (const figure of root.querySelectorAll("figure[data-map]")) {
    if (!figure.dataset.map) continue;
    const open = () => nearer(figure);
    if ("mapNow" in figure.dataset) {
      open();
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary map-open";
    button.textContent = figure.dataset.mapWords.split("|")[0];
    button.addEventListener("click", () => {
      button.remove();
      open();
    });
    figure.append(button);
  }
}

async function nearer(figure) {
  const { show } = await import(new URL(figure.dataset.mapScript, document.baseURI).href);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = figure.dataset.mapStyle;
  style.addEventListener("load", () => show(figure), { once: true });
  document.head.append(style);
}
