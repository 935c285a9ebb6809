// Our letters weigh more than all the rest of a page: a first visit is read in the device's own while ours are fetched
// behind it, later visits have ours from the start, and what is being read does not move.
{
  const KEPT = "letters";
  const isKept = () => { try { return localStorage.getItem(KEPT) !== null; } catch { return false; } };
  const keep = () => { try { localStorage.setItem(KEPT, "1"); } catch { /* fetched again next time */ } };
  const fetched = () => Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 1em "Ieum Text"`, "이음")));

  if (isKept()) document.documentElement.classList.add("letters");
  else addEventListener("load", () => fetched().then(keep, () => {}));
}
