// What one voter's part paid for in a count by equal shares, worked out here, exactly, from the published prices.
// SECURITY: what is filled in is a vote. It is neither sent nor kept; the fields have no name and lie in no form.
export function ownStatement(root) {
  for (const part of root.querySelectorAll("[data-statement]")) {
    const bought = [...root.querySelectorAll("[data-bought]")].map((row) => [row.dataset.bought, quotient(row.dataset.unitPrice)]);
    const filled = new Set([...root.querySelectorAll("[data-filled-by-rest]")].map((row) => row.dataset.filledByRest));
    const tell = () => tellStatement(part, bought, filled);
    part.addEventListener("input", tell);
    part.hidden = false;
    tell();
  }
}

function quotient(text) {
  return text.split("/").map(BigInt);
}

// A tick is one; points are as many.
function given(field) {
  if (field.type === "checkbox") return BigInt(field.checked ? 1 : 0);
  return BigInt(/^[0-9]+$/.test(field.value) ? field.value : 0);
}

function isWrong(field) {
  const wrong = !field.validity.valid;
  field.setAttribute("aria-invalid", String(wrong));
  return wrong;
}

// What is paid is the price, for each point, or all that is left where that is less.
function afterPaying([left, of], [price, by], points) {
  const rest = left * by - price * points * of;
  return rest > 0 ? shortened(rest, of * by) : [BigInt(0), BigInt(1)];
}

function shortened(numerator, denominator) {
  let [large, small] = [numerator, denominator];
  while (small) [large, small] = [small, large % small];
  return [numerator / large, denominator / large];
}

function lessThan([left, of], [other, by]) {
  return shortened(left * by - other * of, of * by);
}

// The nearest whole øre; a half goes up, as on the server.
function inMoney([numerator, denominator], part) {
  const two = BigInt(2);
  const text = kroner(Number((two * numerator + denominator) / (two * denominator)), document.documentElement.lang);
  const currency = part.dataset.currency;
  return currency === "DKK" ? text : text.replace("kr.", currency).replace("DKK", currency);
}

function tellStatement(part, bought, filled) {
  const wrong = [...part.querySelectorAll("input")].filter(isWrong);
  const fields = [...part.querySelectorAll("input")].filter((field) => !wrong.length && given(field) > 0);
  const own = new Map(fields.map((field) => [field.dataset.choice, field]));
  let left = quotient(part.dataset.statement);
  const lines = [[part.dataset.had, "", inMoney(left, part)]];
  const chosen = bought.filter(([project]) => own.has(project));
  let paidFor = 0;
  for (const [project, price] of chosen) {
    const rest = afterPaying(left, price, given(own.get(project)));
    if (left[0] > 0) paidFor += 1;
    lines.push([titleOf(own.get(project)), inMoney(lessThan(left, rest), part), inMoney(rest, part)]);
    left = rest;
  }
  const other = [...own].filter(([mine]) => !chosen.some(([project]) => project === mine));
  for (const [mine, field] of other) lines.push([titleOf(field), part.dataset[filled.has(mine) ? "filled" : "lost"], ""]);
  const words = part.dataset[wrong.length ? "wrong" : own.size ? "says" : "none"];
  part.querySelector("[data-statement-says]").textContent = words
    .replace("{paid}", String(paidFor)).replace("{chosen}", String(own.size)).replace("{left}", inMoney(left, part))
    .replace("kr..", "kr.");
  part.querySelector("[data-statement-lines]").hidden = !own.size;
  part.querySelector("tbody").replaceChildren(...lines.map((line) => statementRow(part, line)));
}

function titleOf(field) {
  return field.labels[0].textContent;
}

function statementRow(part, [title, paid, left]) {
  const row = document.createElement("tr");
  row.setAttribute("role", "row");
  row.append(statementCell("th", "rowheader", "count-title", title));
  row.append(statementCell("td", "cell", "figure", paid, part.dataset.paidWord), statementCell("td", "cell", "figure", left, part.dataset.leftWord));
  row.firstChild.scope = "row";
  return row;
}

function statementCell(tag, role, css, text, word = "") {
  const cell = document.createElement(tag);
  cell.className = css;
  cell.setAttribute("role", role);
  if (word && text) {
    const label = document.createElement("span");
    label.className = "count-word";
    label.setAttribute("aria-hidden", "true");
    label.textContent = word;
    cell.append(label);
  }
  cell.append(text);
  return cell;
}
