"use strict";
// Small conveniences only: every page works without this file.
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

  document.addEventListener("htmx:configRequest", (event) => {
    const header = meta("csrf-header");
    if (header) event.detail.headers[header] = meta("csrf-token");
  });

  // What 现场检查 put aside for a phone without a network ends with the sign-on. Only what was written down and not sent
  // yet stays, for its writer alone.
  const forgetPlans = () => window.caches?.delete("chuangjian-inspect").catch(() => {});
  if (document.querySelector('form[action$="/login"]')) {
    forgetPlans();
    if (window.BroadcastChannel) new BroadcastChannel("chuangjian-inspect").postMessage("signed out");
  }

  // A refused request says so in the page's notice area; the server sends one sentence.
  const notice = (text) => {
    const area = document.getElementById("notices");
    if (!area) return;
    const box = document.createElement("div");
    box.className = "alert alert-error";
    box.setAttribute("role", "alert");
    box.textContent = text;
    area.replaceChildren(box);
    area.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:responseError", (event) => {
    const request = event.detail.xhr;
    if (request.status === 401) {
      location.reload();
      return;
    }
    let text = "办理没有成功，请刷新页面后再试。";
    try {
      text = JSON.parse(request.responseText).detail || text;
    } catch {
      // not JSON: the general sentence stands
    }
    notice(text);
  });
  document.addEventListener("htmx:sendError", () => notice("网络中断，刚才的操作没有送达，请检查网络后再试。"));

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const navButton = target?.closest("[data-nav-button]");
    if (navButton) {
      event.preventDefault();
      const open = document.getElementById("nav")?.classList.toggle("open") ?? false;
      navButton.setAttribute("aria-expanded", String(open));
      return;
    }
    const opener = target?.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = target?.closest("[data-close]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (dialog) {
        event.preventDefault();
        dialog.close();
      }
    }
    if (target?.closest("[data-print]")) window.print();
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLElement)) return;
    if (input.matches(".file-input")) {
      const shown = input.parentElement?.querySelector(".file-name");
      const names = [...input.files].map((file) => file.name);
      if (shown) shown.textContent = names.length ? names.join("、") : shown.dataset.empty;
    }
    if (input.matches("[data-autosubmit]")) input.form?.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action")?.endsWith("/logout")) forgetPlans();
    const question = form.dataset.confirm || event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !form.matches("[data-many]")) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
    }
  });
  // On a phone these rows are wider than the screen: the current entry comes into sight.
  document.querySelectorAll(".stages .now, .tabs [aria-current], .subnav .here").forEach((entry) => {
    const row = entry.closest(".stages, .tabs, .top-in");
    const hidden = entry.getBoundingClientRect().right - row.getBoundingClientRect().right;
    if (hidden > 0) row.scrollLeft += hidden + row.clientWidth / 4;
  });

  // Back from the browser's page cache: the forms are usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
