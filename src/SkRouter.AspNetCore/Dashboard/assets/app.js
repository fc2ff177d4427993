// What a page has beyond its HTML: times in the viewer's zone, charts, live rows, dark or light. Without scripts the pages work as well.

const zone = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-countdown])")) {
    const at = new Date(time.dateTime);
    time.textContent = zone.format(at);
    time.title = at.toISOString();
  }
}

function countdowns() {
  const times = [...document.querySelectorAll("time[data-countdown]")];
  const tick = () => {
    for (const time of times) {
      const left = Math.max(0, Math.round((new Date(time.dateTime) - Date.now()) / 1000));
      time.textContent = left > 0 ? `in ${left} s` : "now";
    }
  };
  if (times.length > 0) {
    tick();
    setInterval(tick, 1000);
  }
}

function theme() {
  const button = document.querySelector("[data-theme-toggle]");
  if (!button) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("skrouter-theme", root.dataset.theme);
    } catch {
      // It holds for this page then.
    }
    charts();
  });
}

// Dollars and counts as the tables beside the charts write them.
function dollars(value) {
  const digits = value >= 100 ? 0 : value >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(value || 1)));
  return `$${value.toLocaleString("en-US", { maximumFractionDigits: digits })}`;
}

const counts = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 });
const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function moments(chart, splits) {
  const { min, max } = chart.scales.x;
  const long = max - min > 2 * 86_400;
  let last;
  return splits.map((split) => {
    const at = new Date(split * 1000);
    const text = (long ? dayFormat : hourFormat).format(at);
    const shown = text === last ? "" : text;
    last = text;
    return shown;
  });
}

const kinds = {
  cost: {
    title: "Cost in USD",
    series: [
      { key: "baseline", label: "always the strongest", color: "--muted", dash: [6, 4] },
      { key: "cost", label: "cost", color: "--accent", fill: true },
    ],
    format: (value) => (value == null ? "–" : dollars(value)),
  },
  tokens: {
    title: "Tokens",
    series: [
      { key: "input", label: "input", color: "--accent" },
      { key: "cached", label: "from cache", color: "--muted" },
      { key: "output", label: "output", color: "--warn" },
    ],
    format: (value) => (value == null ? "–" : counts.format(value)),
  },
};

let drawn = [];

async function charts() {
  for (const chart of drawn) {
    chart.destroy();
  }
  drawn = [];
  const answers = new Map();
  for (const place of document.querySelectorAll("[data-chart]")) {
    const source = place.dataset.source;
    if (!answers.has(source)) {
      answers.set(source, fetch(source).then((response) => response.json()));
    }
    const kind = kinds[place.dataset.chart];
    try {
      draw(place, kind, await answers.get(source));
    } catch (error) {
      place.textContent = "The chart could not be drawn. Load the page again.";
      console.warn(error);
    }
  }
}

function draw(place, kind, data) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  place.replaceChildren();
  const axis = { stroke: color("--ink-2"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line") } };
  const options = {
    width: Math.max(260, place.clientWidth),
    height: 220,
    // The whole of the time that was asked for, also where nothing happened in it.
    scales: { x: { range: [Math.min(data.from, data.times[0] ?? data.from), data.until] } },
    series: [
      { label: "at", value: (_, value) => (value == null ? "–" : zone.format(new Date(value * 1000))) },
      ...kind.series.map((series) => ({
        label: series.label,
        stroke: color(series.color),
        fill: series.fill ? `${color(series.color)}22` : undefined,
        width: 2,
        dash: series.dash,
        value: (_, value) => kind.format(value),
        points: { show: data.times.length < 3 },
      })),
    ],
    axes: [{ ...axis, values: moments, space: 64 }, { ...axis, size: 62, values: (_, values) => values.map((value) => kind.format(value)) }],
    legend: { live: true },
    // Until one points at another, the newest figures stand below.
    hooks: { ready: [(chart) => data.times.length > 0 && chart.setLegend({ idx: data.times.length - 1 })] },
  };
  const chart = new uPlot(options, [data.times, ...kind.series.map((series) => data[series.key])], place);
  chart.root.setAttribute("role", "img");
  chart.root.setAttribute("aria-label", `${kind.title}: ${kind.series.map((series) => series.label).join(", ")}`);
  drawn.push(chart);
}

function resizing() {
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const chart of drawn) {
        chart.setSize({ width: Math.max(260, chart.root.parentElement.clientWidth), height: 220 });
      }
    }, 100);
  });
}

const mostRows = 200;

function live() {
  const place = document.querySelector("[data-live]");
  const rows = document.querySelector("[data-live-rows]");
  if (!place || !rows) {
    return;
  }
  const state = place.querySelector("[data-live-state]");
  const pause = place.querySelector("[data-live-pause]");
  let paused = false;
  let held = [];
  const say = () => {
    state.textContent = paused ? `Paused, ${held.length} new.` : "Live.";
  };
  const show = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    if (!row || rows.querySelector(`[data-id="${CSS.escape(row.dataset.id)}"]`)) {
      return;
    }
    localTimes(row);
    row.classList.add("new");
    rows.prepend(row);
    while (rows.children.length > mostRows) {
      rows.lastElementChild.remove();
    }
  };
  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Go on" : "Pause";
    if (!paused) {
      held.forEach(show);
      held = [];
    }
    say();
  });
  const events = new EventSource(place.dataset.live);
  events.addEventListener("open", say);
  events.addEventListener("error", () => {
    state.textContent = "Not connected; trying again.";
  });
  events.addEventListener("row", (event) => {
    if (paused) {
      held = [...held.slice(1 - mostRows), event.data];
      say();
    } else {
      show(event.data);
    }
  });
  addEventListener("pagehide", () => events.close());
}

localTimes(document);
countdowns();
theme();
charts();
resizing();
live();
