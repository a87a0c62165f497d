// One point on a drawn map: by click, by arrow keys, or by the name of a place. The list of names works without this.
const STEP = 8;
const FAR = 60;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function pointPicker(root) {
  for (const box of root.querySelectorAll("[data-point-picker]")) picker(box);
}

function picker(box) {
  const find = (name) => box.querySelector(`[data-point-${name}]`);
  const paper = find("paper");
  const svg = paper.querySelector("svg");
  const pin = find("pin");
  const says = find("says");
  const lon = find("lon");
  const lat = find("lat");
  const list = box.querySelector("select");
  const ground = Object.fromEntries(Object.entries(paper.dataset).map(([name, value]) => [name, Number(value)]));
  const { width, height } = svg.viewBox.baseVal;
  let at = null;

  function put(x, y, tell = true) {
    at = { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) };
    lon.value = (ground.west + at.x * ground.lonUnit).toFixed(5);
    lat.value = (ground.north + at.y * ground.latUnit).toFixed(5);
    pin.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
    pin.removeAttribute("display");
    if (tell) say();
  }

  function say() {
    if (!at) {
      says.textContent = says.dataset.none;
      return;
    }
    const point = svg.createSVGPoint();
    Object.assign(point, at);
    const inside = [...svg.querySelectorAll("[data-point-inside]")].find((shape) => shape.isPointInFill(point));
    box.classList.toggle("is-outside", !inside);
    says.textContent = inside ? says.dataset.inside.replace("{name}", inside.dataset.name) : says.dataset.outside;
  }

  function clear() {
    at = null;
    lon.value = lat.value = list.value = "";
    pin.setAttribute("display", "none");
    box.classList.remove("is-outside");
    say();
  }

  function toPaper(longitude, latitude, tell = true) {
    put((longitude - ground.west) / ground.lonUnit, (latitude - ground.north) / ground.latUnit, tell);
  }

  paper.addEventListener("click", (event) => {
    const frame = svg.getBoundingClientRect();
    list.value = "";
    put(((event.clientX - frame.left) / frame.width) * width, ((event.clientY - frame.top) / frame.height) * height);
  });
  paper.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? FAR : STEP;
    const from = at || { x: width / 2, y: height / 2 };
    list.value = "";
    put(from.x + move[0] * step, from.y + move[1] * step);
  });
  list.addEventListener("change", () => {
    if (!list.value) clear();
    else toPaper(...list.value.split(",").map(Number));
  });
  find("clear").addEventListener("click", clear);
  find("map").hidden = false;
  if (lon.value && lat.value) toPaper(Number(lon.value), Number(lat.value));
}
