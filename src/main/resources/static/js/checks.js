"use strict";
// Tick all rows of a list at once, and say how many are ticked; without this the rows are ticked one by one.
document.querySelectorAll("form[data-checks]").forEach((form) => {
  const all = form.querySelector("[data-check-all]");
  const count = form.querySelector("[data-check-count]");
  const rows = [...form.querySelectorAll('input[type="checkbox"][name="ids"]')];
  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    if (count) count.textContent = ticked ? `已选 ${ticked} 项` : "";
    if (all) {
      all.checked = ticked > 0 && ticked === rows.length;
      all.indeterminate = ticked > 0 && ticked < rows.length;
    }
    rows.forEach((row) => row.closest("tr")?.classList.toggle("selected", row.checked));
  };
  all?.addEventListener("change", () => {
    rows.forEach((row) => (row.checked = all.checked));
    show();
  });
  form.addEventListener("change", show);
  show();
});
