"use strict";
// The live process: what is through, and where the campaign stands. The stages stand beneath in words as well.
(() => {
  const element = document.querySelector("[data-diagram]");
  if (!element) return;
  const failed = () => {
    element.classList.add("diagram-missing");
    element.removeAttribute("tabindex");
    element.textContent = "流程图暂时不能显示，各阶段见下方文字。";
  };
  const show = async () => {
    const answer = await fetch(element.dataset.diagram, { headers: { Accept: "application/json" } });
    if (!answer.ok || typeof BpmnJS === "undefined") return failed();
    const live = await answer.json();
    const viewer = new BpmnJS({ container: element, keyboard: { bindTo: element } });
    await viewer.importXML(live.xml);
    const canvas = viewer.get("canvas");
    const registry = viewer.get("elementRegistry");
    // The wheel belongs to the page; the buttons zoom.
    viewer.get("zoomScroll").toggle(false);
    const active = new Set(live.active);
    const done = new Set(live.done.filter((id) => !active.has(id)));
    registry.forEach((it) => {
      // A note for whoever draws the process says nothing to its readers.
      if (it.type === "bpmn:TextAnnotation" || it.type === "bpmn:Association") {
        canvas.addMarker(it.id, "live-note");
        return;
      }
      if (it.labelTarget) return;
      if (active.has(it.id)) canvas.addMarker(it.id, `live-${element.dataset.lamp}`);
      else if (done.has(it.id)) canvas.addMarker(it.id, "live-done");
      else if (it.waypoints && it.source && done.has(it.source.id) && (done.has(it.target?.id) || active.has(it.target?.id)))
        canvas.addMarker(it.id, "live-done");
    });
    // On a phone the whole would be too small to read: then the current stage is shown, the rest by moving.
    const fit = () => {
      canvas.zoom("fit-viewport", "auto");
      const current = live.active.map((id) => registry.get(id)).find((it) => it && it.width);
      if (canvas.zoom() >= 0.5 || !current) return;
      const width = element.clientWidth / 0.8;
      const height = element.clientHeight / 0.8;
      canvas.viewbox({
        x: current.x + current.width / 2 - width / 2,
        y: current.y + current.height / 2 - height / 2,
        width,
        height,
      });
    };
    fit();
    const tools = document.querySelector(".diagram-tools");
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("click", (event) => {
        const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
        if (wanted === "in") canvas.zoom(canvas.zoom() * 1.25);
        if (wanted === "out") canvas.zoom(canvas.zoom() / 1.25);
        if (wanted === "fit") fit();
      });
    }
    let width = element.clientWidth;
    window.addEventListener("resize", () => {
      if (element.clientWidth === width || !element.clientWidth || !element.clientHeight) return;
      width = element.clientWidth;
      canvas.resized();
      fit();
    });
  };
  show().catch(failed);
})();
