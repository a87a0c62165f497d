// A ballot that does not mind the money says how much of it is used: proposals, or points.
// Without scripts the server says it on sending.
export function ballotCount(root) {
  for (const line of root.querySelectorAll("[data-count]")) {
    const form = root.getElementById(line.dataset.count);
    if (!form) continue;
    const most = Number(line.dataset.most) || Infinity;
    const say = () => {
      const used = form.querySelectorAll("select[name=valg]").length ? marked(form, line.dataset.kind) : ticked(form);
      const words = used > most ? "over" : most === Infinity ? "free" : "of";
      line.textContent = line.dataset[words].replace("{chosen}", used).replace("{most}", most);
      line.classList.toggle("is-over", used > most);
    };
    form.addEventListener("change", (event) => {
      if (form.dataset.places) freePlace(form, event.target);
      say();
    });
    say();
  }
}

function ticked(form) {
  return form.querySelectorAll("[name=valg]:checked").length;
}

// "12:3" is three points, or the third place, for proposal 12.
function marked(form, kind) {
  const marks = [...form.querySelectorAll("select[name=valg]")].map((select) => Number(select.value.split(":")[1] || 0));
  return kind === "ordinal" ? marks.filter(Boolean).length : marks.reduce((sum, mark) => sum + mark, 0);
}

// A place belongs to one proposal: whoever had it before has none now, and is told so.
function freePlace(form, chosen) {
  const place = chosen.value?.split(":")[1];
  for (const note of form.querySelectorAll(".ballot-moved")) note.remove();
  if (!place) return;
  for (const other of form.querySelectorAll("select[name=valg]")) {
    if (other === chosen || other.value.split(":")[1] !== place) continue;
    other.value = "";
    const note = document.createElement("p");
    note.className = "ballot-moved";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.places.replace("{title}", form.querySelector(`label[for="${other.id}"] .ballot-title`).textContent);
    chosen.closest(".ballot-choice").append(note);
  }
}
