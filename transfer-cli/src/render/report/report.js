"use strict";
(() => {
  const table = document.getElementById("flows");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const find = document.getElementById("find");
  const byVerdict = document.getElementById("by-verdict");
  const byLaw = document.getElementById("by-law");
  const shown = document.getElementById("shown");
  const drawn = Array.from(document.querySelectorAll("svg [data-flow], svg [data-label]"));
  const flowOf = (node) => node.dataset.flow ?? node.dataset.label;
  document.querySelector(".controls").hidden = false;

  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    const visible = new Set();
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits =
        words.every((word) => text.includes(word)) &&
        (byVerdict.value === "" || row.dataset.verdict === byVerdict.value) &&
        (byLaw.value === "" || row.dataset.laws.split(" ").includes(byLaw.value));
      row.hidden = !fits;
      if (fits) { count += 1; visible.add(row.dataset.row); }
    }
    const all = count === rows.length;
    const known = new Set(rows.map((row) => row.dataset.row));
    for (const node of drawn) {
      node.classList.toggle("pale", !all && known.has(flowOf(node)) && !visible.has(flowOf(node)));
    }
    shown.textContent = all ? `${count} flows` : `${count} of ${rows.length} flows`;
  };
  find.addEventListener("input", filter);
  byVerdict.addEventListener("change", filter);
  byLaw.addEventListener("change", filter);
  document.getElementById("clear").addEventListener("click", () => {
    find.value = byVerdict.value = byLaw.value = "";
    filter();
    find.focus();
  });

  const cell = (row, at) => row.cells[at].textContent.trim();
  const sort = (head, at) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const verdicts = cell(table.tHead.rows[0], at) === "verdict";
    const order = verdicts
      ? (a, b) => Number(b.dataset.rank) - Number(a.dataset.rank)
      : (a, b) => cell(a, at).localeCompare(cell(b, at), "en");
    const sorted = rows.slice().sort((a, b) => order(a, b) * (down ? -1 : 1));
    body.append(...sorted);
  };
  Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
    // Not a button element: browsers leave those out of a head that is printed again on the next page.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head, at));
    button.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(head, at); }
    });
  });

  const choose = (row) => {
    for (const other of rows) other.classList.toggle("chosen", other === row);
    for (const node of drawn) node.classList.toggle("pale", row !== null && flowOf(node) !== row.dataset.row);
    if (row === null) filter();
  };
  let chosen = null;
  for (const row of rows) {
    row.tabIndex = 0;
    const toggle = () => { chosen = chosen === row ? null : row; choose(chosen); };
    row.addEventListener("click", toggle);
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); }
      if (event.key === "Escape") { chosen = null; choose(null); }
    });
  }
  filter();
})();
