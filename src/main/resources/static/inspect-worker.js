"use strict";
// 现场检查 opens without a network, too. What it then consists of is put aside by inspect.js and taken away with the
// sign-on by chuangjian.js; this worker keeps nothing itself and looks there only when the server does not answer.
const KEPT = "chuangjian-inspect";
const PAGE = new URL("inspect", self.location).pathname;
const PATIENCE = 6000;
const PARTS = ["style", "script", "image"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && url.pathname === PAGE;
  if (page || PARTS.includes(request.destination)) event.respondWith(answer(request, url.pathname, page));
});

async function answer(request, path, page) {
  const kept = await caches.match(path, { cacheName: KEPT, ignoreVary: true }).catch(() => undefined);
  try {
    const fresh = await (kept ? inTime(fetch(request)) : fetch(request));
    // Signed out, or no inspector any more: what was put aside is nobody's business now.
    if (page && !fresh.ok && fresh.status < 500) await caches.delete(KEPT);
    if (fresh.status < 500 || !kept) return fresh;
  } catch {
    // no network: what was put aside
  }
  return kept || (page ? nothing() : Response.error());
}

/** A line that only pretends to be there is none. */
const inTime = (loading) => Promise.race([
  loading,
  new Promise((_, reject) => {
    setTimeout(reject, PATIENCE);
  })
]);

const nothing = () => new Response(
  '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
  + '<meta name="viewport" content="width=device-width, initial-scale=1"><title>没有网络 · 创建</title></head>'
  + "<body><h1>现在没有网络</h1><p>这台手机上没有可以离线打开的检查计划：退出登录后就不再保留。</p>"
  + "<p>写下还没有发送的问题仍存在手机上，联网登录后自动发送。</p></body></html>",
  { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" } });
