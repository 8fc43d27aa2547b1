"use strict";
// 现场检查: what an inspector writes down stays in this browser until the server has it. Everything sent carries an id made
// here, so that sending twice makes one finding. A phone may pass from hand to hand: what is written down is shown and
// sent for its writer only, and the plans end with the sign-on.
(() => {
  const page = document.getElementById("field-work");
  if (!page) return;
  const root = page.dataset.root.replace(/\/$/, "");
  const { account } = page.dataset;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const LONGEST_SIDE = 2000;

  /* ---- The browser's own store: what is half-written and what waits to be sent ---- */

  const database = new Promise((resolve, reject) => {
    const request = indexedDB.open("chuangjian-inspect", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("queue", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const store = async (name, mode, run) => {
    const db = await database;
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(name, mode);
      const request = run(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  };
  // A browser that keeps nothing (a private window) still sends; only a closed page loses what was not sent.
  const memory = { kept: new Map(), queue: new Map() };
  const orMemory = async (stored, instead) => {
    try {
      return await stored();
    } catch {
      return instead();
    }
  };
  const DRAFTS = `${account}/draft/`;
  const keep = (draft) => orMemory(() => store("kept", "readwrite", (it) => it.put(draft, DRAFTS + draft.id)), () => memory.kept.set(DRAFTS + draft.id, draft));
  const drop = (id) => orMemory(() => store("kept", "readwrite", (it) => it.delete(DRAFTS + id)), () => memory.kept.delete(DRAFTS + id));
  /** All that is half-written, what was written last first. */
  const drafts = async () => (await orMemory(
    () => store("kept", "readonly", (it) => it.getAll(IDBKeyRange.bound(DRAFTS, `${DRAFTS}\uffff`))), () => [...memory.kept.values()]))
    .sort((a, b) => b.at - a.at);
  const enqueue = (it) => {
    const item = { ...it, account };
    return orMemory(() => store("queue", "readwrite", (all) => all.put(item)), () => memory.queue.set(item.id, item));
  };
  const queued = async () => (await orMemory(() => store("queue", "readonly", (it) => it.getAll()), () => [...memory.queue.values()]))
    .filter((item) => item.account === account);
  const dequeue = (id) => orMemory(() => store("queue", "readwrite", (it) => it.delete(id)), () => memory.queue.delete(id));

  /* ---- Put aside for opening this page without a network: itself, its parts, and the plans. One cache, so that nothing
     of it outlives the sign-on; see chuangjian.js and inspect-worker.js. ---- */

  const ASIDE = "chuangjian-inspect";
  const PAGE = `${root}/inspect`;
  const PLANS = `${PAGE}/plans`;
  const aside = async (run) => {
    try {
      return window.caches ? await run(await caches.open(ASIDE)) : undefined;
    } catch {
      return undefined;
    }
  };
  const putPlansAside = () => aside((cache) => cache.put(PLANS, new Response(JSON.stringify({ account, bag: state.bag }))));
  const plansAside = () => aside(async (cache) => {
    const found = await (await cache.match(PLANS))?.json();
    return found?.account === account ? found.bag : undefined;
  });
  const putPageAside = () => aside(async (cache) => {
    const parts = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]')];
    const itself = await fetch(PAGE, { credentials: "same-origin", redirect: "error" });
    if (!itself.ok) return;
    await cache.put(PAGE, itself);
    await cache.addAll(parts.map((it) => it.href || it.src));
    // Plain http between machines has no workers: there the page works on as long as it stays open.
    await navigator.serviceWorker?.register(`${root}/inspect-worker.js`, { scope: PAGE });
    await navigator.serviceWorker?.ready;
    page.dataset.aside = "true";
  });
  if (window.BroadcastChannel) {
    // Signed out in another window.
    new BroadcastChannel(ASIDE).addEventListener("message", () => location.reload());
  }

  /** Also where the page is not served over https and the browser offers no ready-made ids. */
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((it) => it.toString(16).padStart(2, "0")).join("");

  /* ---- What is shown ---- */

  // What a phone kept from before may lack a part.
  const NOTHING = { plans: [], units: [], types: [] };
  const state = { bag: NOTHING, known: false, plan: null, type: null, site: null, draft: null };
  const planOf = (draft) => state.bag.plans.find((it) => it.id === draft.plan);

  const say = (name, text) => {
    part(name).textContent = text || "";
    part(name).hidden = !text;
    if (text) part(name).scrollIntoView({ block: "nearest" });
  };
  const step = (name) => {
    page.querySelectorAll("[data-step]").forEach((it) => {
      it.hidden = it.dataset.step !== name;
    });
    page.dataset.now = name;
    window.scrollTo(0, 0);
    if (backButton() && !history.state) history.pushState("deeper", "");
  };
  // The phone's own back key goes one step back, as the button does, and leaves the page from its first step only.
  const backButton = () => page.querySelector("[data-step]:not([hidden]) :is([data-back], [data-part=otherPlan]:not([hidden]))");
  window.addEventListener("popstate", () => {
    if (history.state) return;
    const button = backButton();
    if (button) button.click();
    else history.back();
  });
  const button = (text, small, pressed, run) => {
    const it = document.createElement("button");
    it.type = "button";
    const head = document.createElement("b");
    head.textContent = text;
    it.append(head);
    if (small) {
      const line = document.createElement("small");
      line.textContent = small;
      it.append(line);
    }
    if (pressed !== null) it.setAttribute("aria-pressed", String(pressed));
    it.addEventListener("click", run);
    return it;
  };

  const smallButton = (text, run) => {
    const it = document.createElement("button");
    it.type = "button";
    it.className = "btn btn-small";
    it.textContent = text;
    it.addEventListener("click", run);
    return it;
  };
  const picture = (photo, at) => {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(photo.blob);
    image.alt = `现场照片 ${at + 1}`;
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    return image;
  };

  function showPlans() {
    const { plans } = state.bag;
    part("nothing").hidden = plans.length > 0;
    if (plans.length === 0) {
      step("none");
      return;
    }
    if (plans.length === 1) {
      choosePlan(plans[0]);
      return;
    }
    part("plan").textContent = "";
    part("plans").replaceChildren(...plans.map((plan) =>
      button(plan.name, `${plan.mode}　${plan.campaignName}　截至 ${plan.toDate}`, null, () => choosePlan(plan))));
    step("plans");
  }

  function choosePlan(plan) {
    state.plan = plan;
    part("otherPlan").hidden = state.bag.plans.length < 2;
    part("plan").textContent = `${plan.name}　已查 ${plan.sites.filter((it) => it.compliant !== null).length} / ${plan.sites.length}`;
    const types = new Map();
    plan.sites.forEach((site) => {
      const entry = types.get(site.type) || { name: site.typeName, all: 0, done: 0 };
      entry.all += 1;
      entry.done += site.compliant === null ? 0 : 1;
      types.set(site.type, entry);
    });
    part("types").replaceChildren(...[...types].map(([code, type]) =>
      button(type.name, `已查 ${type.done} / ${type.all}`, null, () => chooseType(code))));
    step("types");
  }

  function chooseType(code) {
    state.type = code;
    const sites = state.plan.sites.filter((site) => site.type === code);
    part("typeName").textContent = sites[0]?.typeName || "";
    part("sites").replaceChildren(...sites.map((site) => {
      const mark = site.compliant === null ? "未查" : site.compliant ? "✓ 合规" : `✗ ${site.findings} 个问题`;
      return button(site.name, `${site.address}　${mark}`, null, () => chooseSite(site));
    }));
    step("sites");
  }

  function chooseSite(site) {
    state.site = site;
    part("siteName").textContent = site.name;
    part("siteFacts").textContent = `${site.address}　${site.unitName}`;
    part("compliant").disabled = site.findings > 0;
    say("problem", "");
    step("result");
  }

  /* ---- One finding ---- */

  const empty = () => ({
    id: newId(), plan: state.plan.id, site: state.site?.id || null, siteName: state.site?.name || "", place: "", businessType: "",
    unit: "", severity: "", criterion: "", description: "", photos: [], latitude: null, longitude: null, at: Date.now()
  });
  const blank = (draft) => draft.photos.length === 0
    && ["place", "businessType", "unit", "severity", "criterion", "description"].every((name) => !draft[name]);
  const titleOf = (draft) => `${draft.siteName || draft.place || "不在名单上的地点"}：${draft.description.slice(0, 20) || "还没有写明问题"}`;

  function write(draft) {
    state.draft = draft;
    fill();
    return showDrafts();
  }

  /** Puts what is being written beside the other half-written ones, with the last letter typed. */
  async function park() {
    const { draft } = state;
    clearTimeout(timer);
    state.draft = null;
    part("draftNote").textContent = "";
    if (draft) await put(draft);
    await showDrafts();
  }

  async function put(draft) {
    draft.at = Date.now();
    await (blank(draft) ? drop(draft.id) : keep(draft));
  }

  /** The half-written ones but for the one that is open. */
  async function showDrafts() {
    const others = (await drafts()).filter((it) => it.id !== state.draft?.id);
    part("drafts").hidden = others.length === 0;
    part("draftsHead").textContent = `有 ${others.length} 个问题没有写完`;
    part("draftsList").replaceChildren(...others.map((draft) => {
      const line = document.createElement("li");
      line.textContent = titleOf(draft);
      const plan = planOf(draft);
      const forget = async () => {
        await drop(draft.id);
        await showDrafts();
      };
      if (plan) {
        line.append(" ", smallButton("接着写", () => resume(plan, draft)), " ", smallButton("删去", () => {
          if (window.confirm("确定删去这个没有写完的问题？")) forget();
        }));
      } else if (state.known) {
        line.append(leftover(draft), smallButton("知道了", forget));
      }
      return line;
    }));
  }

  /** What cannot be sent any more because its plan is no longer there, to be read and copied. */
  function leftover(draft) {
    const box = document.createElement("div");
    box.className = "leftover";
    const words = document.createElement("p");
    words.textContent = `所属的检查计划已结束或撤销，不能再发送。需要时请复制下面的内容，告诉创建办。\n地点：${draft.siteName || draft.place}\n指标：${draft.criterion}\n问题：${draft.description}`;
    const pictures = document.createElement("div");
    pictures.className = "shots";
    pictures.append(...draft.photos.map(picture));
    box.append(words, pictures);
    return box;
  }

  function fill() {
    const { draft } = state;
    const named = (items) => [new Option("请选择", ""), ...(items || []).map((it) => new Option(it.name, it.code))];
    part("findingSite").textContent = draft.site ? draft.siteName : "不在名单上的地点";
    part("placeFields").hidden = Boolean(draft.site);
    part("place").value = draft.place;
    part("businessType").replaceChildren(...named(state.bag.types));
    part("businessType").value = draft.businessType;
    part("unitField").hidden = Boolean(draft.site) && !draft.askUnit;
    part("unit").replaceChildren(...named(state.bag.units));
    part("unit").value = draft.unit;
    part("description").value = draft.description;
    criteria();
    severities();
    shots();
    where();
    say("problem", "");
    step("finding");
    locate();
  }

  /** None is chosen beforehand: points must not be taken from a criterion because it stands first. */
  function criteria() {
    const { draft, plan, site } = state;
    const likely = plan.likely?.[draft.site ? site?.type : draft.businessType] || [];
    const group = (label, items) => {
      const it = document.createElement("optgroup");
      it.label = label;
      it.append(...items.map((one) => new Option(`${one.code} ${one.level2}`, one.code)));
      return it;
    };
    const first = likely.map((code) => plan.criteria.find((it) => it.code === code)).filter(Boolean);
    part("criterion").replaceChildren(
      new Option("请选择", ""),
      ...(first.length ? [group("这类场所可能对应的", first)] : []),
      group(first.length ? "其他指标" : "全部指标", plan.criteria.filter((it) => !first.includes(it)))
    );
    part("criterion").value = draft.criterion;
    requirement();
  }

  function requirement() {
    part("requirement").textContent = state.plan.criteria.find((it) => it.code === state.draft.criterion)?.requirement || "";
  }

  function severities() {
    part("severities").replaceChildren(...state.plan.severities.map((it) =>
      button(it.name, `${it.workingDays} 个工作日${it.photoRequired ? "，须拍照" : ""}`, it.code === state.draft.severity, () => {
        state.draft.severity = it.code;
        severities();
        save();
      })));
  }

  function shots() {
    part("shots").replaceChildren(...state.draft.photos.map((photo, at) => {
      const figure = document.createElement("figure");
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "✕";
      remove.setAttribute("aria-label", `移去照片 ${at + 1}`);
      remove.addEventListener("click", () => {
        state.draft.photos.splice(at, 1);
        shots();
        save();
      });
      figure.append(picture(photo, at), remove);
      return figure;
    }));
  }

  function where() {
    part("where").textContent = state.draft.latitude === null ? "位置取自照片；照片没有位置时取自手机定位。" : "已取得手机定位。";
  }

  function locate() {
    const { draft } = state;
    if (!navigator.geolocation || draft.latitude !== null) return;
    navigator.geolocation.getCurrentPosition((position) => {
      draft.latitude = Number(position.coords.latitude.toFixed(6));
      draft.longitude = Number(position.coords.longitude.toFixed(6));
      if (state.draft === draft) {
        where();
        save();
      }
    }, () => {}, { enableHighAccuracy: true, maximumAge: 60000, timeout: 15000 });
  }

  let timer;
  function save() {
    const { draft } = state;
    clearTimeout(timer);
    page.dataset.kept = "false";
    timer = setTimeout(async () => {
      await put(draft);
      page.dataset.kept = "true";
      if (state.draft === draft) part("draftNote").textContent = blank(draft) ? "" : "草稿已存在手机上，断网、关掉页面都不会丢。";
    }, 200);
  }

  // Another app comes to the front, and the phone may never come back here.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && state.draft) put(state.draft);
  });

  function read() {
    const { draft } = state;
    draft.place = part("place").value.trim();
    draft.businessType = part("businessType").value;
    draft.unit = part("unit").value;
    draft.criterion = part("criterion").value;
    draft.description = part("description").value;
  }

  async function addPhotos(files) {
    for (const file of files) {
      state.draft.photos.push({ name: file.name || "现场.jpg", blob: file });
    }
    shots();
    save();
  }

  ["camera", "album"].forEach((name) => part(name).addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    await addPhotos(files);
  }));
  ["place", "unit", "criterion", "description"].forEach((name) => part(name).addEventListener("input", () => {
    read();
    requirement();
    save();
  }));
  part("businessType").addEventListener("input", () => {
    read();
    criteria();
    save();
  });

  function missing(draft) {
    const severity = state.plan.severities.find((it) => it.code === draft.severity);
    if (!draft.site && (!draft.place || !draft.unit)) return "请写明地点，并选择责任单位。";
    if (draft.askUnit && !draft.unit) return "点位的责任单位已停用，请选择责任单位。";
    if (!severity) return "请选择问题等级。";
    if (severity.photoRequired && draft.photos.length === 0) return `“${severity.name}”必须有现场照片，请先拍照再保存。`;
    if (!draft.criterion) return "请选择对应指标；拿不准的选最接近的，创建办交办前会核对。";
    if (!draft.description.trim()) return "请写明问题是什么。";
    return "";
  }

  page.querySelector('[data-step="finding"]').addEventListener("submit", async (event) => {
    event.preventDefault();
    read();
    const { draft } = state;
    const lack = missing(draft);
    if (lack) {
      say("problem", lack);
      return;
    }
    await enqueue({ id: draft.id, kind: "finding", title: titleOf(draft), draft });
    clearTimeout(timer);
    state.draft = null;
    await drop(draft.id);
    noteVisit(draft.plan, draft.site, false);
    part("draftNote").textContent = "";
    say("problem", "");
    back();
    await send();
  });

  part("compliant").addEventListener("click", async () => {
    const { plan, site } = state;
    await enqueue({ id: newId(), kind: "visit", title: `${site.name}：合规`, plan: plan.id, site: site.id });
    noteVisit(plan.id, site.id, true);
    back();
    await send();
  });

  function noteVisit(planId, siteId, compliant) {
    const site = state.bag.plans.find((it) => it.id === planId)?.sites.find((it) => it.id === siteId);
    if (site) {
      site.compliant = compliant;
      site.findings += compliant ? 0 : 1;
    }
    putPlansAside();
  }

  function back() {
    if (state.type && state.plan) {
      choosePlan(state.plan);
      chooseType(state.type);
    } else if (state.plan) {
      choosePlan(state.plan);
    } else {
      showPlans();
    }
  }

  part("found").addEventListener("click", async () => {
    const { plan, site } = state;
    await park();
    // Half-written for this site: goes on where it stopped.
    await write((await drafts()).find((it) => it.plan === plan.id && it.site === site.id) || empty());
  });
  part("otherPlan").addEventListener("click", () => {
    state.plan = null;
    showPlans();
  });
  part("elsewhere").addEventListener("click", async () => {
    await park();
    state.site = null;
    state.type = null;
    await write(empty());
  });
  page.querySelectorAll("[data-back]").forEach((it) => it.addEventListener("click", async () => {
    await park();
    if (it.dataset.back === "result" && !state.site) {
      choosePlan(state.plan);
    } else if (it.dataset.back === "result") {
      chooseSite(state.site);
    } else if (it.dataset.back === "sites") {
      chooseType(state.type);
    } else {
      choosePlan(state.plan);
    }
  }));

  /* ---- Sending ---- */

  /** Phones make photos far larger than anybody looks at. One whose data tell its place is sent as it is. */
  async function smaller(photo) {
    const { blob } = photo;
    if (blob.size < 3000000 || !window.createImageBitmap) return blob;
    const head = new Uint8Array(await blob.slice(0, 65536).arrayBuffer());
    if (new TextDecoder("latin1").decode(head).includes("Exif")) return blob;
    try {
      const image = await createImageBitmap(blob);
      const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob((it) => resolve(it || blob), "image/jpeg", 0.85));
    } catch {
      return blob;
    }
  }

  async function request(item) {
    const headers = { Accept: "application/json" };
    if (meta("csrf-header")) headers[meta("csrf-header")] = meta("csrf-token");
    if (item.kind === "visit") {
      headers["Content-Type"] = "application/json";
      return fetch(`${root}/api/inspections/${encodeURIComponent(item.plan)}/visits`, {
        method: "POST", headers, credentials: "same-origin", body: JSON.stringify({ site: item.site })
      });
    }
    const { draft } = item;
    const body = new FormData();
    const fields = {
      clientId: draft.id, site: draft.site, place: draft.place, businessType: draft.businessType, unit: draft.unit,
      severity: draft.severity, criterion: draft.criterion, description: draft.description, latitude: draft.latitude, longitude: draft.longitude
    };
    Object.entries(fields).forEach(([name, value]) => {
      if (value !== null && value !== "") body.append(name, value);
    });
    for (const photo of draft.photos) {
      body.append("file", await smaller(photo), photo.name);
    }
    return fetch(`${root}/api/inspections/${encodeURIComponent(draft.plan)}/findings`, {
      method: "POST", headers, credentials: "same-origin", body
    });
  }

  // What one window has sent, the others of this phone need not show any more.
  const windows = window.BroadcastChannel ? new BroadcastChannel(`${ASIDE}-sent`) : null;
  windows?.addEventListener("message", () => showQueue());

  let sending = null;
  function send() {
    if (!sending) {
      sending = sendAll().finally(() => {
        sending = null;
      });
    }
    return sending;
  }

  async function sendAll() {
    let sent = 0;
    for (const item of await queued()) {
      let answer;
      try {
        answer = await request(item);
        reached(true);
      } catch {
        reached(false);
        break;
      }
      // The server is busy or being restarted: like no network at all.
      if (answer.status >= 500 || answer.status === 429) break;
      if (answer.ok) {
        await dequeue(item.id);
        sent += 1;
      } else {
        const said = await answer.json().catch(() => ({}));
        item.refused = answer.status === 401 || answer.status === 403 && said.code === "csrf"
          ? "登录已过期，请重新打开本页登录后再发送，内容不会丢失。"
          : said.detail || "服务器没有收下，请稍后再试。";
        if (said.code === "unit-inactive") item.draft.askUnit = true;
        await enqueue(item);
      }
    }
    if (sent > 0) {
      windows?.postMessage(sent);
      say("done", sent === 1 ? "已送达创建办。" : `已送达 ${sent} 条记录。`);
    }
    await showQueue();
  }

  async function showQueue() {
    const items = await queued();
    part("queue").hidden = items.length === 0;
    part("queueHead").textContent = `有 ${items.length} 条记录存在手机上，联网后自动发送`;
    part("queueList").replaceChildren(...items.map((item) => {
      const line = document.createElement("li");
      line.textContent = item.refused ? `${item.title}　没有收下：${item.refused}` : item.title;
      if (!item.refused) return line;
      const finding = item.kind === "finding";
      const plan = finding && planOf(item.draft);
      if (plan) {
        line.append(" ", smallButton("修改", () => reopen(plan, item)));
      } else if (!finding || state.known) {
        line.append(finding ? leftover(item.draft) : " ", smallButton("知道了", async () => {
          await dequeue(item.id);
          await showQueue();
        }));
      }
      return line;
    }));
  }

  async function reopen(plan, item) {
    await keep(item.draft);
    await dequeue(item.id);
    await showQueue();
    await resume(plan, item.draft);
  }

  async function resume(plan, draft) {
    await park();
    choosePlan(plan);
    state.site = plan.sites.find((it) => it.id === draft.site) || null;
    state.type = state.site?.type || null;
    await write(draft);
  }

  part("sendAll").addEventListener("click", send);
  window.addEventListener("offline", () => reached(false));
  window.addEventListener("online", async () => {
    await send();
    if (await load()) showAgain();
  });
  setInterval(async () => {
    // A server that was away sends no event when it is back.
    if (!part("offline").hidden && await load()) showAgain();
    if ((await queued()).some((item) => !item.refused)) send();
  }, 30000);

  /* ---- Start ---- */

  function reached(yes) {
    part("offline").hidden = yes;
    part("offline").textContent = yes ? "" : `${navigator.onLine ? "没有连上服务器" : "现在没有网络"}，可以继续检查。草稿和问题都存在手机上，网络一恢复就自动发送。`;
  }

  /** Fetches the plans anew; answers whether it has. */
  async function load() {
    let answer;
    try {
      answer = await fetch(`${root}/api/inspect`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    } catch {
      reached(false);
      return false;
    }
    reached(answer.status < 500);
    if (answer.status === 401 || answer.status === 403) {
      await aside(() => caches.delete(ASIDE));
      say("problem", "登录已过期，请重新打开本页登录。写下的内容还在手机上，不会丢失。");
    }
    if (!answer.ok) return false;
    state.bag = await answer.json();
    state.known = true;
    await putPlansAside();
    putPageAside();
    return true;
  }

  /** What is being written stays as it is; lists show what is true now. */
  function showAgain() {
    const plan = state.bag.plans.find((it) => it.id === state.plan?.id);
    if (plan) {
      state.plan = plan;
      state.site = plan.sites.find((it) => it.id === state.site?.id) || state.site;
    }
    if (["none", "plans", "types", "sites"].includes(page.dataset.now)) {
      if (!plan) state.plan = null;
      back();
    }
    showDrafts();
    showQueue();
  }

  (async () => {
    if (!await load()) {
      const before = await plansAside();
      state.bag = before || state.bag;
      state.known = Boolean(before);
    }
    const draft = (await drafts()).find(planOf);
    if (draft) {
      await resume(planOf(draft), draft);
      part("draftNote").textContent = "接着填写上次没有保存的问题。";
    } else {
      showPlans();
      await showDrafts();
    }
    page.dataset.ready = "true";
    await showQueue();
    await send();
  })();
})();
