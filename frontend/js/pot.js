// The pot of the ballot follows what is ticked. The server draws the same bar; without scripts it is drawn on sending.
const grid = "http://www.w3.org/2000/svg";

export function livePot(root) {
  for (const pot of root.querySelectorAll("[data-pot]")) {
    const form = root.getElementById(pot.dataset.pot);
    if (!form) continue;
    form.addEventListener("change", () => draw(pot, form));
    draw(pot, form);
  }
}

export function kroner(ore, language) {
  const figures = new Intl.NumberFormat(language === "en" ? "en-GB" : "da-DK", {
    minimumFractionDigits: ore % 100 ? 2 : 0,
    maximumFractionDigits: 2,
  }).format(ore / 100);
  return language === "en" ? `DKK ${figures}` : `${figures} kr.`;
}

function draw(pot, form) {
  const total = Number(pot.dataset.total);
  const boxes = [...form.querySelectorAll("[data-pot-price]")];
  const chosen = boxes.filter((box) => box.checked);
  const spent = chosen.reduce((sum, box) => sum + Number(box.dataset.potPrice), 0);
  bar(pot.querySelector("[data-pot-blocks]"), chosen, Math.max(total, spent));
  say(pot, total - spent, chosen.length);
  for (const box of boxes) mark(box, total - spent);
}

function bar(group, chosen, scale) {
  let x = 0;
  const drawn = chosen.flatMap((box, index) => {
    const width = (Number(box.dataset.potPrice) / scale) * 100;
    const parts = [element("rect", {
      class: `pot-block pot-chosen${index % 2 ? " pot-even" : ""}`, x: `${x}%`, width: `${width}%`, height: "100%",
    })];
    if (width > 4) parts.push(element("text", { class: "pot-number", x: `${x + width / 2}%`, y: "50%", dy: "0.35em" }, index + 1));
    x += width;
    return parts;
  });
  group.replaceChildren(...drawn);
}

function element(name, attributes, text = "") {
  const made = document.createElementNS(grid, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function say(pot, left, count) {
  const language = document.documentElement.lang;
  const words = pot.dataset[left < 0 ? "over" : "left"];
  const line = pot.querySelector("[data-pot-says]");
  const text = words.replace("{amount}", kroner(Math.abs(left), language));
  if (line.textContent !== text) line.textContent = text;
  pot.classList.toggle("is-over", left < 0);
  const counter = pot.querySelector("[data-pot-count]");
  if (counter) counter.textContent = String(count);
}

// What no longer fits says how much is missing; it can still be ticked, and the pot then says what to do.
function mark(box, left) {
  const note = document.getElementById(box.dataset.potNote);
  if (!note) return;
  const short = box.checked ? 0 : Number(box.dataset.potPrice) - Math.max(left, 0);
  note.hidden = short <= 0;
  if (short > 0) note.textContent = note.dataset.words.replace("{amount}", kroner(short, document.documentElement.lang));
}
