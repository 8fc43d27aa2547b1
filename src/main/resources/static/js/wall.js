"use strict";
// The wall on a big screen: full screen without the frame of the page.
(() => {
  const button = document.querySelector("[data-fullscreen]");
  const page = document.querySelector(".wall-page");
  if (!button || !page || !document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else page.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    button.textContent = document.fullscreenElement ? "退出全屏" : "全屏";
  });
})();
