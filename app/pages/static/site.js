// What script adds; every page works without it.
const wide = matchMedia("(min-width: 60rem)");

function settle() {
  if (wide.matches) document.querySelectorAll("details.wide").forEach((one) => { one.open = true; });
  document.querySelectorAll("[data-print]").forEach((one) => { one.hidden = false; });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("htmx:after:swap", settle);
settle();
document.getElementById("faults")?.focus();
