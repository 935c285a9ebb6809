// The box of a desk: every entry with what became of it, and a way to correct or leave it.
const STEPS = { none: "없음", materials: "자료 보내기", quotation: "견적 보내기", visit: "방문·재상담", contract: "계약 협의" };
const RATINGS = { 5: "매우 좋음", 4: "좋음", 3: "보통", 2: "아쉬움", 1: "나쁨" };
const ASKERS = { agency: "공공기관", citizen: "시민", enterprise: "기업", other: "그 밖" };
const STATES = {
  waiting: ["open", "보낼 것"], sent: ["good", "도착"], conflict: ["bad", "충돌"], refused: ["bad", "거절"], left: ["", "그대로 둠"], gone: ["", "거둠"],
};
const FIELDS = {
  rating: "평가", next_step: "다음 할 일", requester_kind: "누가", enterprise_id: "부스", agency_id: "기관", note: "메모", heads: "사람 수", badge: "배지",
  received_at: "시각", received_on: "날짜", answered_on: "날짜", counted_at: "시각", happened_at: "시각",
};

function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((one) => one || one === 0));
  return made;
}

const clock = (at) => new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", dateStyle: "short", timeStyle: "short" }).format(new Date(at));
const button = (text, pressed, kind = "small") => make("button", { type: "button", class: kind, click: pressed }, text);

const list = (() => {
  let pack, open = null;

  const booth = (id) => pack?.booths.find((one) => one.enterprise_id === id);
  const named = (id) => { const one = booth(id); return one ? [one.label, one.name].filter(Boolean).join(" ") : "창구"; };

  const agencies = () => Object.fromEntries((pack?.departments || []).map((one) => [one.agency_id, one.agency]));

  function summary({ content }) {
    if (content.kind === "check_in") return content.badge ? `입장 배지 ${content.badge}` : `입장 ${content.heads}명`;
    const next = content.next_step && `다음: ${STEPS[content.next_step]}`;
    return [`상담 ${named(content.enterprise_id)}`, agencies()[content.agency_id] || ASKERS[content.requester_kind], next, content.rating && `평가 ${content.rating}`].filter(Boolean).join(" · ");
  }

  function written(name, value) {
    if (value === null || value === undefined || value === "") return "비어 있음";
    if (name === "enterprise_id") return named(value);
    if (name === "agency_id") return agencies()[value] || "다른 기관";
    if (name.endsWith("_at")) return clock(value);
    return String({ next_step: STEPS, requester_kind: ASKERS }[name]?.[value] ?? value);
  }

  function differences(found) {
    const head = make("tr", {}, ...["항목", "이 기기", "저장된 것"].map((one) => make("th", { scope: "col" }, one)));
    const rows = found.map((one) => {
      const name = one.pointer.slice(1);
      return make("tr", {}, make("th", { scope: "row" }, FIELDS[name] || name), make("td", {}, written(name, one.yours)), make("td", {}, written(name, one.theirs)));
    });
    return make("table", {}, make("caption", {}, "달라진 항목"), make("thead", {}, head), make("tbody", {}, ...rows));
  }

  function choice(name, label, options, now) {
    const select = make("select", { name, id: `fix-${name}` }, ...Object.entries(options).map(([value, text]) => make("option", { value, selected: String(now ?? "") === value }, text)));
    return make("div", { class: "field" }, make("label", { for: `fix-${name}` }, label), select);
  }

  function typed(name, label, given) {
    return make("div", { class: "field" }, make("label", { for: `fix-${name}` }, label), make("input", { name, id: `fix-${name}`, ...given }));
  }

  function moment(at) {
    const local = new Date(new Date(at).getTime() + 9 * 3_600_000).toISOString();  // Seoul keeps no summer time
    return typed("happened_at", "시각", { type: "datetime-local", step: "1", value: local.slice(0, 19) });
  }

  function form(entry) {
    const { content } = entry, isTalk = content.kind === "consultation";
    const booths = { "": "창구", ...Object.fromEntries((pack?.booths || []).map((one) => [one.enterprise_id, named(one.enterprise_id)])) };
    const fields = isTalk ? [
      choice("enterprise_id", "부스", booths, content.enterprise_id),
      choice("requester_kind", "누가", ASKERS, content.requester_kind),
      choice("agency_id", "기관", { "": "모름", ...agencies() }, content.agency_id),
      choice("next_step", "다음 할 일", { "": "정하지 않음", ...STEPS }, content.next_step),
      choice("rating", "평가", { "": "없음", ...RATINGS }, content.rating),
    ] : content.badge ? [] : [typed("heads", "사람 수", { type: "number", min: 1, max: 1000, value: content.heads })];
    fields.push(moment(content.happened_at), typed("note", "메모", { value: content.note || "", maxlength: 500 }));
    const save = async (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(event.target));
      for (const name of ["rating", "heads"]) if (given[name]) given[name] = Number(given[name]);
      const made = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === "" ? null : value]));
      const kept = moment(content.happened_at).querySelector("input").value === given.happened_at;
      made.withdrawn = false;
      made.happened_at = kept ? content.happened_at : new Date(`${given.happened_at}+09:00`).toISOString();
      open = null;
      await box.correct(entry.id, made);
    };
    return make("form", { class: "card stack", submit: save }, ...fields,
      make("div", { class: "row" }, make("button", {}, "고쳐서 보내기"), button("닫기", () => { open = null; draw(); }, "second small")));
  }

  function actions(entry) {
    const fix = async () => {
      byId("entries").querySelector("form")?.remove();
      open = entry.id;
      await draw();
      byId("entries").querySelector("form select, form input").focus();
    };
    const found = [];
    if (entry.state === "conflict" && entry.version) found.push(button("이 기기 것으로 바꾸기", () => box.correct(entry.id, {})));
    if (!["left", "gone"].includes(entry.state)) found.push(button("고치기", fix, "second small"));
    if (["conflict", "refused"].includes(entry.state)) found.push(button("보내지 않고 두기", () => box.leave(entry.id), "second small"));
    if (entry.state === "waiting" && entry.tries === 0) found.push(button("지우기", () => box.withdraw(entry.id), "second small"));
    return make("div", { class: "row" }, ...found);
  }

  // What somebody wrote down before, perhaps of the same talk: its author decides.
  function beside(entry) {
    const seen = entry.told.similar.map((one) => make("li", {}, [clock(one.received_at), one.by_other ? "다른 창구" : "이 기기", named(one.enterprise_id), agencies()[one.agency_id], one.next_step && `다음: ${STEPS[one.next_step]}`, one.rating && `평가 ${one.rating}`].filter(Boolean).join(" · ")));
    const keys = [button("같은 상담입니다: 거두기", () => box.takeBack(entry.id)), button("다른 상담입니다", () => box.settle(entry.id), "second small")];
    return make("div", { class: "notice open stack" }, make("p", { class: "strong" }, "비슷한 상담이 이미 있습니다."), make("ul", {}, ...seen), make("div", { class: "row" }, ...keys));
  }

  function row(entry) {
    const [tone, text] = STATES[entry.state], told = entry.told;
    const head = make("p", { class: "entry-head" }, make("span", { class: `badge ${tone}` }, text), make("span", { class: "nowrap quiet" }, clock(entry.content.happened_at)), make("strong", {}, summary(entry)));
    const twice = entry.state === "sent" && told?.code === "badge_seen";
    const wrong = ["conflict", "refused"].includes(entry.state) && told;
    const faults = wrong ? told.errors.map((one) => make("li", {}, `${FIELDS[one.pointer.slice(1)] || one.pointer}: ${one.message}`)) : [];
    return make("li", { class: "entry", "data-state": entry.state, "data-id": entry.id }, head,
      entry.state === "sent" && told?.similar?.length > 0 && beside(entry),
      twice && make("p", { class: "notice" }, told.reason),
      wrong && make("div", { class: "notice bad" }, make("p", {}, told.reason || ""), faults.length > 0 && make("ul", {}, ...faults)),
      wrong && told.differences?.length > 0 && differences(told.differences),
      open === entry.id ? form(entry) : actions(entry));
  }

  const byId = (id) => document.getElementById(id);

  async function draw() {
    const all = await box.entries(), count = (...states) => all.filter((one) => states.includes(one.state)).length;
    pack = (await box.device())?.pack;
    const waiting = count("waiting"), wrong = count("conflict", "refused") + all.filter((one) => one.state === "sent" && one.told?.similar?.length > 0).length;
    byId("waiting").textContent = [waiting && `보낼 것 ${waiting}`, wrong && `확인 ${wrong}`].filter(Boolean).join(" · ");
    byId("waiting").hidden = !waiting && !wrong;
    byId("tally").textContent = `도착 ${count("sent")} · 보낼 것 ${waiting} · 확인할 것 ${wrong}` + (box.trouble() ? ` — ${box.trouble()}` : "");
    const today = new Date().toDateString(), mine = all.filter((one) => one.content.kind === "check_in" && !["left", "gone"].includes(one.state) && one.told?.code !== "badge_seen" && new Date(one.content.happened_at).toDateString() === today);
    byId("arrived").textContent = mine.reduce((sum, one) => sum + one.content.heads, 0);
    if (open && byId("entries").querySelector("form")) return;  // never under somebody's hands
    byId("entries").replaceChildren(...all.reverse().map(row));
  }

  async function download() {
    const text = JSON.stringify(await box.entries(), null, 2);
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "ieum-fair.json" });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  return { agencies, draw, download, named, summary };
})();
