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
  bar(pot.querySelector("[data-pot-blocks]"), chosen, total, Math.max(total, spent));
  say(pot, total - spent, chosen.length);
  for (const box of boxes) mark(box, total - spent);
}

function bar(group, chosen, total, scale) {
  const blocks = [];
  const numbers = [];
  let x = 0;
  chosen.forEach((box, index) => {
    const width = (Number(box.dataset.potPrice) / scale) * 100;
    const shade = index % 2 ? "pot-chosen pot-even" : "pot-chosen";
    blocks.push(element("rect", { class: `pot-block ${shade}`, x: `${x}%`, width: `${width}%`, height: "100%" }));
    if (width > 4) numbers.push(element("text", { class: "pot-number", x: `${x + width / 2}%`, y: "50%", dy: "0.35em" }, index + 1));
    x += width;
    blocks.push(line("pot-gap", x));
  });
  if (scale > total) {
    const limit = (total / scale) * 100;
    blocks.push(element("rect", { class: "pot-beyond", x: `${limit}%`, width: "100%", height: "100%" }), line("pot-limit", limit));
  }
  group.replaceChildren(...blocks, ...numbers);
}

function line(css, x) {
  return element("line", { class: css, x1: `${x}%`, x2: `${x}%`, y1: "0", y2: "100%" });
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
