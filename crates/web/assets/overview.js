// Draws the tables of the overview as charts, where the library is there.
"use strict";
(() => {
  if (!window.echarts) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const lights = { blue: "--blue", green: "--green", yellow: "--yellow", red: "--red", grey: "--grey-fill" };
  const patterns = { yellow: "dash", red: "rect", grey: "dot" };
  const gaps = ["#1f3a5f", "#5b7da6", "#9fb4cd", "#cfd9e4"];
  const text = { fontFamily: style.getPropertyValue("--hei"), color: colour("--soft"), fontSize: 12 };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function draw(figure) {
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows].filter((row) => !row.querySelector("th.l1") || !table.querySelector("th.l2"));
    const columns = heads.map((cell, at) => ({ at, cell })).filter(({ cell }) => cell.dataset.light || cell.dataset.gap);
    const names = rows.map((row) => row.cells[0].textContent.trim());
    const flat = figure.dataset.chart !== "month";
    const box = document.createElement("div");
    box.className = "canvas";
    box.setAttribute("aria-hidden", "true");
    table.before(box);
    const height = flat ? Math.max(150, Math.min(names.length, 24) * 24 + 60) : 230;
    box.style.height = height + "px";
    const chart = echarts.init(box, null, { renderer: "svg", height });
    const category = {
      type: "category", data: flat ? names.slice(0, 24) : names, inverse: flat, axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--rule") } },
      axisLabel: { ...text, width: flat ? 150 : undefined, overflow: "truncate" },
    };
    const value = { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colour("--line") } } };
    const stacked = Boolean(columns[0].cell.dataset.light);
    chart.setOption({
      animation: !still,
      textStyle: text,
      grid: { left: 4, right: 14, top: 8, bottom: stacked ? 4 : 30, containLabel: true },
      legend: stacked ? undefined : { bottom: 0, textStyle: text, itemWidth: 12, itemHeight: 8 },
      // No HTML: the page allows no inline style.
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", textStyle: { ...text, color: colour("--ink") } },
      xAxis: flat ? value : category,
      yAxis: flat ? category : value,
      series: columns.map(({ at, cell }, index) => ({
        type: "bar", name: cell.textContent, stack: stacked ? "all" : undefined, barMaxWidth: stacked ? 16 : 6,
        data: rows.map((row) => Number(row.cells[at].textContent)).slice(0, flat ? 24 : undefined),
        itemStyle: {
          color: stacked ? colour(lights[cell.dataset.light]) : gaps[index],
          decal: stacked && patterns[cell.dataset.light] ? { symbol: patterns[cell.dataset.light] === "rect" ? "rect" : "circle", symbolSize: 0.5, color: "rgba(255,255,255,.45)" } : undefined,
        },
      })),
    });
    new ResizeObserver(() => chart.resize({ width: box.clientWidth, height })).observe(box);
  }
  document.querySelectorAll("figure.chart").forEach(draw);
})();
