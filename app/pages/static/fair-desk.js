// What people touch at a desk of a fair: enrolling, three taps for a consultation, one for visitors.
(() => {
  const byId = (id) => document.getElementById(id);
  const TABS = ["talk", "arrive", "look", "outbox"];
  let mine, talk = {}, asker = "agency";

  function say(text, isBad = false) {
    byId("told").textContent = text;
    byId("told").classList.toggle("bad", isBad);
    byId("told").hidden = !text;
  }

  function network() {
    byId("network").textContent = navigator.onLine ? "네트워크 연결됨" : "네트워크 없음: 기기에 저장";
    byId("network").className = `badge ${navigator.onLine ? "good" : "open"}`;
  }

  function show(tab, focus = true) {
    badge.stop(byId("camera"));
    for (const one of TABS) byId(one).hidden = one !== tab;
    for (const one of document.querySelectorAll("[data-tab]")) {
      if (one.dataset.tab === tab) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    }
    if (focus) byId(`${tab}-title`).focus();
    if (tab === "talk") begin();
    if (tab === "look") look();
    if (tab === "outbox") list.draw();
  }

  function step(legend, ...children) {
    byId("talk-step").replaceChildren(make("h3", { id: "step", tabindex: "-1" }, legend), ...children.filter(Boolean));
  }

  function begin() {
    const own = mine.booth_id && mine.pack?.booths.find((one) => one.id === mine.booth_id);
    talk = own ? { enterprise_id: own.enterprise_id } : {};
    if (own) next();
    else booths();
  }

  function who() {
    const choose = (event) => { asker = event.target.value; };
    const choices = Object.entries(ASKERS).map(([value, text]) => make("label", { class: "choice" },
      make("input", { type: "radio", name: "asker", value, checked: asker === value, change: choose }), make("span", {}, text)));
    return make("fieldset", {}, make("legend", {}, "누가"), make("div", { class: "who-asks" }, ...choices));
  }

  function booths() {
    const pick = (id) => () => { talk.enterprise_id = id; next(); byId("step").focus(); };
    const keys = (mine.pack?.booths || []).map((one) => make("button", { type: "button", class: "second", click: pick(one.enterprise_id) }, make("strong", {}, one.label || "부스"), ` ${one.name}`));
    keys.push(make("button", { type: "button", class: "second", click: pick(null) }, make("strong", {}, "창구"), " 부스 없이"));
    step("1. 어느 부스인가요?", who(), make("div", { class: "keys booths" }, ...keys));
  }

  function next() {
    const pick = (code) => () => { talk.next_step = code; rate(); byId("step").focus(); };
    const keys = Object.entries(STEPS).map(([code, text]) => make("button", { type: "button", class: "second", click: pick(code) }, text));
    step("2. 다음에 할 일은요?", soFar(), make("div", { class: "keys" }, ...keys), back(booths));
  }

  function rate() {
    const note = make("input", { id: "talk-note", maxlength: "500", autocomplete: "off" });
    const known = Object.entries(list.agencies()), whose = make("select", { id: "talk-agency" }, make("option", { value: "" }, "모름"), ...known.map(([value, text]) => make("option", { value }, text)));
    const pick = (rating) => () => save({ rating, note: note.value.trim() || null, agency_id: whose.value || null });
    const keys = Object.entries(RATINGS).reverse().map(([value, text]) => make("button", { type: "button", class: "second", click: pick(Number(value)) }, make("strong", {}, value), text));
    keys.push(make("button", { type: "button", class: "second", click: pick(null) }, "평가 없이"));
    step("3. 상담은 어땠나요? 누르면 저장됩니다.", soFar(), make("div", { class: "keys" }, ...keys),
      asker === "agency" && known.length > 0 && make("div", { class: "field" }, make("label", { for: "talk-agency" }, "어느 기관 (알면)"), whose),
      make("div", { class: "field" }, make("label", { for: "talk-note" }, "메모 (있으면)"), note), back(next));
  }

  const back = (to) => make("p", {}, button("뒤로", () => { to(); byId("step").focus(); }, "second small"));
  const soFar = () => make("p", { class: "so-far" }, `${list.named(talk.enterprise_id)} · ${ASKERS[asker]}` + (talk.next_step ? ` · ${STEPS[talk.next_step]}` : ""));

  async function save(more) {
    const said = talk, content = { kind: "consultation", requester_kind: asker, ...talk, ...more };
    begin();  // before anything is waited for, so that the next visitor is not kept
    if (await keep(content)) return;
    talk = said;
    rate();
  }

  async function keep(content) {
    try {
      await box.add(content);
      say(`기기에 저장했습니다: ${list.summary({ content })}`);
      return true;
    } catch (error) {
      say(`저장하지 못했습니다. 기기의 저장 공간을 확인해 주세요. (${error.name})`, true);
      return false;
    }
  }

  async function wears(code) {
    const known = (await box.entries()).find((one) => one.fair_id === mine.fair_id && one.content.badge === code && one.state !== "left");
    if (known) say(`이미 들어온 배지입니다: ${code}`, true);
    else await keep({ kind: "check_in", heads: 1, badge: code });
  }

  async function typed(event) {
    event.preventDefault();
    const code = badge.read(byId("badge").value), fault = byId("badge-fault");
    fault.textContent = code ? "" : "배지 코드가 아닙니다. 여덟 자를 다시 확인해 주세요.";
    fault.hidden = Boolean(code);
    if (code) {
      byId("badge").value = "";
      await wears(code);
    }
    byId("badge").focus();
  }

  async function camera() {
    const key = byId("scan"), video = byId("camera");
    if (badge.isOn()) {
      badge.stop(video);
    } else {
      key.textContent = "카메라 끄기";
      await badge.scan(video, wears).catch(() => say("카메라를 쓸 수 없습니다. 코드를 적어 주세요.", true));
    }
    key.textContent = "카메라로 찍기";
  }

  const arrive = (heads) => keep({ kind: "check_in", heads });

  function look() {
    const words = byId("words").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const text = (one) => [one.label, one.name, one.district, one.description, ...one.certifications, ...one.products.map((made) => made.name)].join(" ").toLowerCase();
    const hits = (mine.pack?.booths || []).filter((one) => words.every((word) => text(one).includes(word)));
    byId("found").textContent = `${hits.length}곳`;
    byId("booths").replaceChildren(...hits.map((one) => make("li", {},
      make("h3", {}, [one.label, one.name].filter(Boolean).join(" ")),
      make("p", { class: "small quiet" }, [one.district, ...one.certifications].filter(Boolean).join(" · ")),
      one.products.length > 0 && make("p", {}, one.products.map((made) => made.name + (made.unit_price_krw ? ` ${made.unit_price_krw.toLocaleString("ko")}원${made.unit ? `/${made.unit}` : ""}` : "")).join(", ")),
      one.description && make("p", { class: "small" }, one.description))));
  }

  async function enrol(event) {
    event?.preventDefault();
    const fault = byId("code-fault"), form = byId("enrol-form");
    const { code, label } = Object.fromEntries(new FormData(form));
    fault.hidden = true;
    try {
      if (!code.trim()) throw new Error("등록 코드를 적어 주세요.");
      await box.enrol(code.trim(), label.trim());
      await start();
      say("등록했습니다. 이제 네트워크가 없어도 쓸 수 있습니다.");
    } catch (error) {
      fault.textContent = error instanceof TypeError || error.name === "TimeoutError" ? "네트워크에 닿지 않습니다. 연결된 곳에서 다시 해 주세요." : error.message;
      fault.hidden = false;
      byId("code").focus();
    }
  }

  async function start() {
    mine = await box.device();
    byId("enrol").hidden = Boolean(mine);
    byId("work").hidden = !mine;
    if (!mine) return;
    const booth = mine.pack?.booths.find((one) => one.id === mine.booth_id);
    byId("title").textContent = mine.pack?.name || "박람회 창구";
    byId("place").textContent = [mine.desk || booth?.label, mine.label !== "device" && mine.label].filter(Boolean).join(" · ");
    await list.draw();
    show("talk", false);
  }

  function wire() {
    byId("enrol-form").addEventListener("submit", enrol);
    byId("badge-form").addEventListener("submit", typed);
    byId("scan").addEventListener("click", camera);
    byId("scan").hidden = !badge.canScan();
    byId("words").addEventListener("input", look);
    byId("send").addEventListener("click", () => box.sync());
    byId("export").addEventListener("click", list.download);
    byId("again").addEventListener("click", () => { byId("work").hidden = true; byId("enrol").hidden = false; byId("code").focus(); });
    for (const one of document.querySelectorAll("[data-tab]")) one.addEventListener("click", () => show(one.dataset.tab));
    for (const heads of [1, 2, 3, 5, 10, 20]) byId("heads").append(make("button", { type: "button", click: () => arrive(heads) }, `${heads}명`));
    for (const one of ["online", "offline"]) addEventListener(one, network);
    box.onChange(list.draw);
    network();
  }

  async function scanned() {
    const code = location.hash.slice(1);
    if (!code || byId(code)) return;  // a place on the page is no code
    history.replaceState(null, "", "/fair");  // it works once and is no address to keep
    byId("enrol").hidden = false;
    byId("work").hidden = true;
    byId("code").value = decodeURIComponent(code);
    await enrol();
  }

  async function open() {
    wire();
    navigator.serviceWorker?.register("/fair-worker.js", { scope: "/fair" });
    await start();
    addEventListener("hashchange", scanned);
    await scanned();
    if (mine) {
      await box.refresh().catch(() => {});
      mine = await box.device();
      box.sync();
    }
  }

  open();
})();
