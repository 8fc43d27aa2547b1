"use strict";
// Bars of how each unit's tasks divide. The same numbers stand in the table beside, so the page works without.
(() => {
  if (typeof echarts === "undefined") return;
  const parts = [
    { key: "accepted", name: "通过", color: "#1f5d9f" },
    { key: "underWay", name: "办理中", color: "#c3c7cc" },
    { key: "review", name: "待审核", color: "#e0a92e" },
    { key: "overdue", name: "逾期", color: "#b3261e" },
  ];
  const charts = [];
  document.querySelectorAll(".chart[data-units]").forEach((element) => {
    const bars = JSON.parse(element.dataset.units);
    // Beside its table each bar stands on the line of its unit.
    const table = element.previousElementSibling?.querySelector("table");
    const head = table?.tHead.offsetHeight ?? 0;
    const measure = () => {
      const beside = table && table.offsetTop + table.offsetHeight > element.offsetTop && head > 8;
      element.style.height = `${beside ? table.offsetHeight : Math.max(bars.length * 26 + 40, 160)}px`;
      return beside ? head : 34;
    };
    const top = measure();
    const chart = echarts.init(element, null, { renderer: "svg" });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const font = getComputedStyle(document.body).fontFamily;
    chart.setOption({
      animation: !still,
      textStyle: { fontFamily: font, color: "#1a1c1e" },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 12, textStyle: { fontSize: 13 } },
      grid: { top, left: 4, right: 56, bottom: 0, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
      xAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#ecedef" } }, axisLabel: { show: false } },
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map((bar) => bar.name),
        axisTick: { show: false },
        axisLabel: { interval: 0, color: "#1a1c1e", width: 116, overflow: "truncate" },
      },
      series: [
        ...parts.map((part) => ({
          name: part.name,
          type: "bar",
          stack: "tasks",
          barMaxWidth: 16,
          itemStyle: { color: part.color },
          data: bars.map((bar) => bar[part.key]),
        })),
        {
          // carries the percentage at the end of the stack
          name: "完成率",
          type: "bar",
          stack: "tasks",
          silent: true,
          tooltip: { show: false },
          data: bars.map(() => 0),
          label: { show: true, position: "right", color: "#1a1c1e", formatter: (point) => bars[point.dataIndex].percent },
        },
      ].map((series) => ({ ...series, legendHoverLink: false })),
    });
    chart.setOption({ legend: { data: parts.map((part) => part.name) } });
    chart.on("click", (event) => {
      const link = bars[event.dataIndex]?.link;
      if (link) location.assign(link);
    });
    charts.push(() => {
      chart.setOption({ grid: { top: measure() } });
      chart.resize({ animation: { duration: 0 } });
    });
  });
  const resize = () => charts.forEach((fit) => fit());
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", resize);
})();
