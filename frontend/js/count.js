// A ballot that does not mind the money says how many are chosen. Without scripts the server says it on sending.
export function ballotCount(root) {
  for (const line of root.querySelectorAll("[data-count]")) {
    const form = root.getElementById(line.dataset.count);
    if (!form) continue;
    const say = () => {
      const chosen = form.querySelectorAll("[name=valg]:checked").length;
      const most = Number(line.dataset.most) || Infinity;
      const words = chosen > most ? "over" : most === Infinity ? "free" : "of";
      line.textContent = line.dataset[words].replace("{chosen}", chosen).replace("{most}", most);
      line.classList.toggle("is-over", chosen > most);
    };
    form.addEventListener("change", say);
    say();
  }
}
