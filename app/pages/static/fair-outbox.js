// What a desk of a fair writes down stays on the device until the server has given its verdict.
const box = (() => {
  const AT_ONCE = 10, SOON = 3_000, LATEST = 60_000, PATIENCE = 20_000;
  const opened = idb.openDB("ieum-fair", 1, {
    upgrade(db) {
      db.createObjectStore("devices", { keyPath: "fair_id" });
      db.createObjectStore("entries", { keyPath: "id" });
      db.createObjectStore("kept");
    },
  });
  const others = new BroadcastChannel("ieum-fair");
  const heard = [];
  let timer = 0, pause = SOON, most = AT_ONCE, trouble = "";

  const tell = () => heard.forEach((one) => one());
  others.onmessage = tell;

  function changed() {
    tell();
    others.postMessage("changed");
  }

  async function write(change) {
    const tx = (await opened).transaction("entries", "readwrite", { durability: "strict" });
    const made = await change(tx.store);
    await tx.done;
    changed();
    return made;
  }

  async function device() {
    const db = await opened;
    const current = await db.get("kept", "fair");
    return current && db.get("devices", current);
  }

  async function asked(path, wanted = {}) {
    const headers = { Accept: "application/json", "Accept-Language": "ko", ...wanted.headers };
    return fetch(path, { ...wanted, headers, signal: AbortSignal.timeout(PATIENCE) });
  }

  const posted = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

  async function enrol(code, label) {
    const body = label ? { code, label } : { code };
    const answer = await asked("/api/v1/device-tokens", posted(body));
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.errors?.[0]?.message || told.detail);
    const db = await opened;
    const { fair_id, token, booth_id, desk } = told;
    const before = await db.get("devices", fair_id);
    await db.put("devices", { fair_id, token, booth_id, desk, label: told.label, pack: before?.pack });
    await db.put("kept", fair_id, "fair");
    await refresh();
    navigator.storage?.persist?.();
    soon(0);
  }

  async function refresh() {
    const mine = await device();
    if (!mine) return;
    const answer = await asked(`/api/v1/fairs/${mine.fair_id}/desk`);
    if (answer.ok) await (await opened).put("devices", { ...(await device()), pack: await answer.json() });
    changed();
  }

  async function add(content) {
    const { fair_id } = await device();
    const now = new Date().toISOString();
    const entry = { id: crypto.randomUUID(), fair_id, at: now, rev: 1, tries: 0, state: "waiting" };
    await write((store) => store.add({ ...entry, content: { ...content, happened_at: now } }));
    soon(0);
    return entry.id;
  }

  async function entries() {
    const found = await (await opened).getAll("entries");
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  async function change(id, made) {
    await write(async (store) => {
      const entry = await store.get(id);
      await store.put({ ...entry, ...made(entry) });
    });
    soon(0);
  }

  const correct = (id, fields) => change(id, (entry) => ({
    rev: entry.rev + 1, state: "waiting", told: undefined,
    content: { ...entry.content, ...fields, ...(entry.version ? { expected_version: entry.version } : {}) },
  }));
  const takeBack = (id) => correct(id, { withdrawn: true });
  const settle = (id) => change(id, (entry) => ({ told: { ...entry.told, similar: [] } }));
  const leave = (id) => change(id, () => ({ state: "left" }));

  async function withdraw(id) {
    await write(async (store) => {
      const entry = await store.get(id);
      if (entry.tries === 0) await store.delete(id);
    });
  }

  async function sync() {
    clearTimeout(timer);
    const waits = await navigator.locks.request("ieum-fair-sync", { ifAvailable: true }, async (lock) => {
      if (!lock) return true;
      let went = navigator.onLine;
      while (went) went = await sendSome();
      return (await entries()).some((one) => one.state === "waiting");
    });
    pause = waits ? Math.min(pause * 2, LATEST) : SOON;
    if (waits) timer = setTimeout(sync, pause);
    tell();
  }

  function soon(after) {
    pause = SOON;
    clearTimeout(timer);
    timer = setTimeout(sync, after);
  }

  async function sendSome() {
    const waiting = (await entries()).filter((one) => one.state === "waiting");
    for (const fair of new Set(waiting.map((one) => one.fair_id))) {
      const some = waiting.filter((one) => one.fair_id === fair).slice(0, most);
      if (await send(fair, some)) return true;
    }
    return false;
  }

  // From here on an entry may have arrived, answered or not.
  const begin = (some) => write(async (store) => {
    const begun = [];
    for (const { id } of some) {
      const entry = await store.get(id);
      if (entry?.state !== "waiting") continue;
      begun.push({ ...entry, tries: entry.tries + 1 });
      await store.put(begun.at(-1));
    }
    return begun;
  });

  async function send(fair_id, wanting) {
    const { token } = await (await opened).get("devices", fair_id);
    const some = await begin(wanting);
    if (!some.length) return true;
    const wanted = posted({ fair_id, entries: some.map((one) => ({ id: one.id, ...one.content })) });
    wanted.headers.Authorization = `Bearer ${token}`;
    let answer, told;
    try {
      answer = await asked("/api/v1/sync", wanted);
      told = await answer.json();
    } catch {
      trouble = "";
      return false;
    }
    if (answer.ok) {
      trouble = "";
      await judge(some, told.verdicts);
    } else if (answer.status === 413 && some.length > 1) {
      most = Math.ceil(some.length / 2);
    } else if ([401, 408, 429].includes(answer.status) || answer.status >= 500) {
      trouble = told.detail;
      return false;
    } else {
      await judge(some, some.map(() => ({ verdict: "refused", reason: told.detail, errors: told.errors || [] })));
    }
    return true;
  }

  const judge = (sent, verdicts) => write(async (store) => {
    for (const [index, one] of sent.entries()) {
      const entry = await store.get(one.id), told = verdicts[index];
      if (!entry) continue;
      const arrived = ["accepted", "duplicate"].includes(told.verdict);
      const made = { ...entry, version: told.version || entry.version };
      const there = entry.content.withdrawn ? "gone" : "sent";
      if (entry.rev === one.rev) Object.assign(made, { state: arrived ? there : told.verdict, told });
      else if (made.version) made.content = { ...entry.content, expected_version: made.version };
      await store.put(made);
    }
  });

  addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => document.hidden || soon(0));
  return {
    add, correct, device, enrol, entries, leave, refresh, settle, sync, takeBack, withdraw,
    trouble: () => trouble,
    onChange: (one) => heard.push(one),
  };
})();
