// The map of Leaflet in place of the drawn one: the same areas and pins, from the address that the figure names.
/* global L */
const PAD = [12, 12];

export async function show(figure) {
  const answer = await fetch(figure.dataset.map, { credentials: "omit" });
  if (!answer.ok) return;
  const data = await answer.json();
  const paper = figure.querySelector(".map-paper");
  const holder = document.createElement("div");
  holder.className = "map-live";
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", paper.querySelector("svg").getAttribute("aria-label"));
  paper.replaceChildren(holder);
  const [, zoomInTitle, zoomOutTitle] = figure.dataset.mapWords.split("|");
  const map = L.map(holder, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(map);
  // A wheel turned on the way down the page must not be caught; after a click the map is what is meant.
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  const shapes = data.features.filter((feature) => feature.geometry.type !== "Point");
  map.fitBounds(L.geoJSON(shapes).getBounds(), { padding: PAD });
  ground(map, figure, data);
  drawAreas(map, shapes);
  const pins = data.features.filter((feature) => feature.geometry.type === "Point").map((feature) => pin(map, feature));
  map.setMinZoom(map.getZoom() - 0.5);
  figure.dataset.mapShown = String(pins.length);
}

function ground(map, figure, data) {
  if (figure.dataset.mapTiles) {
    L.tileLayer(figure.dataset.mapTiles, { maxZoom: 19 }).addTo(map);
    const control = L.control.attribution({ prefix: false }).addTo(map);
    const words = document.createElement("span");
    words.textContent = figure.dataset.mapTilesSource;
    control.addAttribution(words.innerHTML);
    return;
  }
  if (data.coast) L.geoJSON(data.coast, { interactive: false, style: { className: "map-land" } }).addTo(map);
  map.getContainer().classList.toggle("has-sea", Boolean(data.coast));
}

function drawAreas(map, features) {
  L.geoJSON(features, {
    style: ({ properties }) => ({ className: `map-area is-${properties.kind}` }),
    onEachFeature: ({ properties }, shape) => {
      if (properties.url) shape.on("click", () => location.assign(properties.url));
      shape.bindTooltip(text(properties.name), { sticky: true });
    },
  }).addTo(map);
  for (const { properties } of features) if (properties.number) marker(map, properties, `is-${properties.kind}`);
}

function pin(map, { geometry, properties }) {
  return marker(map, { ...properties, at: geometry.coordinates }, "is-pin");
}

function marker(map, { at, number, says, url }, kind) {
  const icon = L.divIcon({ className: `map-marker ${kind}`, html: text(String(number)), iconSize: [32, 32] });
  const found = L.marker([at[1], at[0]], { icon, title: says, alt: says, keyboard: true }).addTo(map);
  found.getElement().setAttribute("aria-label", says);
  found.getElement().setAttribute("role", "link");
  const go = () => location.assign(url);
  found.on("click", go);
  found.on("keydown", ({ originalEvent }) => originalEvent.key === "Enter" && go());
  return found;
}

// Names are text: an element that is given to Leaflet as it is, never markup.
function text(words) {
  const span = document.createElement("span");
  span.textContent = words;
  return span;
}
