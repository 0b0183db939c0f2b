// The operator's view: loaded again every few seconds while the page is visible.

import { $, ask, draw, make } from "./common.js";
import { onPress, say } from "./pages.js";

const SECONDS = 5;
const WIDTH = 480, HEIGHT = 150, LEFT = 34, BOTTOM = 20;
const NOW = ["waiting", "painting", "delivered", "failed", "cancelled"];
let timer;

function bytes(count) {
  const power = count < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(count) / 10));
  return `${(count / 1024 ** power).toFixed(power ? 1 : 0)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// An empty plot with its axis; `most` is the value at the top.
function plot(label, most, unit) {
  const text = (y, words) => draw("text", { x: LEFT - 4, y, "text-anchor": "end" }, words);
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    draw("line", { x1: LEFT, x2: WIDTH, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM, class: "axis" }),
    text(12, `${most}${unit}`), text(HEIGHT - BOTTOM, "0"));
}

const up = (value, most) => (HEIGHT - BOTTOM - 8) * value / most;
const along = (x, words, anchor) =>
  draw("text", { x, y: HEIGHT - 4, "text-anchor": anchor }, words);

function legend(...names) {
  return make("p", { class: "muted legend" },
    ...names.map(([kind, words]) => make("span", { class: kind }, words)));
}

function hoursPlot(hours) {
  const most = Math.max(1, ...hours.map((hour) => hour.asked + hour.refused));
  const asked = hours.reduce((sum, hour) => sum + hour.asked, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const refused = hours.reduce((sum, hour) => sum + hour.refused, 0);
  const label = `${asked} asked for in the last day, of which ${failed} failed; ${refused} refused`;
  const svg = plot(label, most, "");
  const step = (WIDTH - LEFT) / hours.length;
  hours.forEach((hour, index) => {
    let y = HEIGHT - BOTTOM;
    const kinds = [["failed", hour.failed], ["asked", hour.asked - hour.failed], ["refused", hour.refused]];
    for (const [kind, count] of kinds) {
      const height = up(count, most);
      y -= height;
      svg.append(draw("rect", { x: LEFT + index * step + 1, y, width: step - 2, height, class: kind }));
    }
  });
  svg.append(along(LEFT, "24 h ago", "start"), along(WIDTH, "now", "end"));
  return [svg, legend(["asked", `${asked} asked`], ["failed", `${failed} failed`], ["refused", `${refused} refused`])];
}

function timesPlot(times) {
  if (!times.length) return [make("p", { class: "muted" }, "Nothing was painted in the last day.")];
  const [waited, painted] = [0, 1].map((column) => times.map((row) => row[column]));
  const most = Math.max(1, Math.ceil(Math.max(...times.flat())));
  const middle = [waited, painted].map((values) => median(values).toFixed(1));
  const label = `${times.length} emoji; medians: waited ${middle[0]} s, painted in ${middle[1]} s`;
  const svg = plot(label, most, " s");
  const x = (index) => LEFT + 4 + (WIDTH - LEFT - 8) * (times.length < 2 ? 0.5 : index / (times.length - 1));
  for (const [kind, values] of [["waited", waited], ["painted", painted]]) {
    values.forEach((value, index) => svg.append(draw("circle", {
      cx: x(index), cy: HEIGHT - BOTTOM - up(value, most), r: 2.5, class: kind,
    })));
  }
  svg.append(along(LEFT, "oldest", "start"), along(WIDTH, "newest", "end"));
  return [svg, legend(["waited", `waited, median ${middle[0]} s`], ["painted", `painted, median ${middle[1]} s`])];
}

// A share with its interval, as a drawing and as text.
function likes({ up: liked, count, low, high }) {
  if (!count) return make("td", { class: "muted" }, "no votes");
  const percent = (share) => Math.round(100 * share);
  const words = `${liked} of ${count} liked: ${percent(low)} to ${percent(high)} %`;
  const svg = draw("svg", { viewBox: "0 0 200 14", role: "img", "aria-label": words },
    draw("rect", { x: 0, y: 6, width: 200, height: 2, class: "track" }),
    draw("rect", { x: 200 * low, y: 4, width: 200 * (high - low), height: 6, class: "interval" }),
    draw("circle", { cx: 200 * liked / count, cy: 7, r: 4, class: "share" }));
  return make("td", {}, svg, words);
}

function modelsPlot(models) {
  if (!models.length) return [make("p", { class: "muted" }, "Nobody has voted on another's emoji yet.")];
  const rows = models.map(({ model, arm, likes: all, painted }) => make("tr", {},
    make("th", { scope: "row" }, arm ? `${model} (${arm})` : model), likes(all), likes(painted)));
  const columns = ["Model", "Share liked, 0 to 100 %, with its 95 % interval", "Of painted ones, without sketches"];
  const head = columns.map((name) => make("th", { scope: "col" }, name));
  return [make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table of likes" },
    make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)))];
}

function show(view) {
  $("pause").textContent = view.paused ? "Resume painting" : "Pause painting";
  $("pause").setAttribute("aria-pressed", String(view.paused));
  $("leave").hidden = !view.login;
  $("numbers").replaceChildren(...NOW.map((state) => make("li", {},
    make("b", {}, String(view.states[state] ?? 0)), ` ${state}`)));
  $("asked").replaceChildren(...hoursPlot(view.hours));
  $("times").replaceChildren(...timesPlot(view.times));
  $("models").replaceChildren(...modelsPlot(view.models));
  const disk = [["database", view.disk.database], ["pictures in it", view.disk.pictures], ["free", view.disk.free]];
  $("disk").replaceChildren(...disk.flatMap(([name, count]) =>
    [make("dt", {}, name), make("dd", {}, bytes(count))]));
}

async function load() {
  clearTimeout(timer);
  try {
    show(await ask("/api/operator/overview"));
    $("view").hidden = false;
    $("enter").hidden = true;
    if ($("status").classList.contains("bad")) say("");
  } catch (error) {
    if (error.status === 401) {
      $("enter").hidden = false;
      $("view").hidden = true;
      return;
    }
    say(error.message, true);
  }
  timer = setTimeout(() => document.hidden || load(), 1000 * SECONDS);
}

document.addEventListener("visibilitychange", () => document.hidden || load());
$("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await ask("/api/operator/enter", { token: event.target.elements.token.value });
    event.target.reset();
    say("");
    await load();
  } catch (error) {
    say(error.message, true);
  }
});
onPress($("pause"), async () => {
  const paused = $("pause").getAttribute("aria-pressed") !== "true";
  const { said } = await ask("/api/operator/pause", { paused });
  await load();
  say(said);
});
onPress($("leave"), async () => {
  await ask("/api/operator/leave", {});
  await load();
  say("You are logged out.");
});
load();
