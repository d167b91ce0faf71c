// Draws what a submission reported while it ran. Loaded by site.js where there is a curve. The table beneath
// has the same numbers. Names and values are the submission's own: they only ever become text and lines.
import uPlot from "uplot";
import { colourOf, DASHES, HUES, onThemeChange } from "./curve-look.js";

const SVG = "http://www.w3.org/2000/svg";
const BIG_STEP = 10;
const ALIKE = 2; // series within this factor of the first share its axis

const place = document.querySelector("[data-plot]");
const shown = new Map(); // what the reader chose, by name

/** At most four digits; very small and very large numbers with an exponent. */
function short(value) {
  if (value === null || value === undefined) return "—";
  const size = Math.abs(value);
  const text = size && (size < 1e-3 || size >= 1e6) ? value.toExponential(3) : value.toPrecision(4);
  return text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
}

const largest = (values) => values.reduce((size, value) => Math.max(size, Math.abs(value ?? 0)), 0);

/** The points of the page, each series' hue and dash, and whether it needs the right axis: its size is not the
 *  first one's. Where curves are compared, series of one hue are one quantity and share the axis. */
function read() {
  const { steps, series, lines } = JSON.parse(document.getElementById("curve-points").textContent);
  const look = lines ?? series.map((_, i) => [i, i]);
  const sizes = series.map((_, i) => Math.max(...series.map(([, values], j) => (look[j][0] === look[i][0] ? largest(values) : 0))));
  const right = sizes.map((other) => other !== 0 && sizes[0] !== 0 && (other > ALIKE * sizes[0] || other < sizes[0] / ALIKE));
  return { steps, names: series.map(([name]) => name), look, right, columns: series.map(([, values]) => values) };
}

/** Of what is on the right axis only the first quantity is drawn before the reader chooses. */
function isShown({ names, right, look }, index) {
  return shown.get(names[index]) ?? (!right[index] || look[index][0] === look[right.indexOf(true)][0]);
}

const hueOf = (look, index) => HUES[look[index][0] % HUES.length];
const dashOf = (look, index) => DASHES[look[index][1] % DASHES.length];

/** A button a series: its line, its name, its value; pressed while the line is drawn. */
function keyOf(name, hue, dash, onRight, toggle) {
  const button = document.createElement("button");
  const sample = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "line");
  const label = document.createElement("bdi");
  const value = document.createElement("b");
  sample.setAttribute("viewBox", "0 0 28 8");
  sample.setAttribute("aria-hidden", "true");
  for (const [key, at] of Object.entries({ x1: 0, x2: 28, y1: 4, y2: 4 })) line.setAttribute(key, at);
  line.style.stroke = `var(${hue})`;
  line.setAttribute("stroke-dasharray", dash.join(" "));
  sample.append(line);
  label.textContent = onRight ? `${name} (${place.dataset.right})` : name;
  button.type = "button";
  button.append(sample, label, value);
  button.addEventListener("click", toggle);
  return { button, value };
}

class Chart {
  constructor(data) {
    this.area = document.createElement("div");
    this.area.className = "plot-area";
    this.keys = document.createElement("div");
    this.keys.className = "plot-keys";
    this.at = document.createElement("span");
    this.at.className = "at";
    place.replaceChildren(this.area, this.keys);
    place.hidden = false;
    this.data = data;
    this.shape = shapeOf(data);
    this.standing = null;
    this.buttons = data.names.map((name, i) =>
      keyOf(name, hueOf(data.look, i), dashOf(data.look, i), data.right[i], () => this.toggle(i)));
    this.keys.append(this.at, ...this.buttons.map(({ button }) => button));
    this.plot = new uPlot(this.options(), [data.steps, ...data.columns], this.area);
    this.watchKeys();
    this.sizes = new ResizeObserver(() => this.plot.setSize(this.size()));
    this.sizes.observe(place);
    this.tell();
  }

  size() {
    const width = this.area.clientWidth;
    return { width, height: width < 480 ? 220 : 280 };
  }

  options() {
    const { names, right, look } = this.data;
    const ink = () => colourOf("--ink-2");
    const rule = () => colourOf("--line");
    const font = `12px ${getComputedStyle(place).fontFamily}`;
    const axis = (more) => ({ stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, ...more });
    const values = (_, splits) => splits.map(short);
    const room = (_, labels) => 18 + 7 * Math.max(3, ...(labels ?? []).map((label) => label.length));
    return {
      ...this.size(),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [
        axis({ values, space: 70 }),
        axis({ scale: "left", values, size: room }),
        axis({ scale: "right", side: 1, values, size: room, show: right.includes(true), grid: { show: false } }),
      ],
      series: [{}, ...names.map((name, i) => ({
        label: name, scale: right[i] ? "right" : "left", show: isShown(this.data, i), spanGaps: true,
        width: 2, stroke: () => colourOf(hueOf(look, i)), dash: dashOf(look, i),
      }))],
      hooks: { setCursor: [() => this.tell()] },
    };
  }

  /** Show the values under the cursor, else the latest of each series. */
  tell() {
    const { steps, columns, names } = this.data;
    const index = this.plot?.cursor.idx ?? null;
    const at = index ?? steps.length - 1;
    const values = columns.map((column) => (index === null ? column.findLast((value) => value !== null) : column[at]));
    this.at.textContent = `${place.dataset.step} ${steps[at] ?? "—"}`;
    this.buttons.forEach(({ button, value }, i) => {
      value.textContent = short(values[i]);
      button.setAttribute("aria-pressed", isShown(this.data, i));
    });
    this.area.setAttribute("aria-valuemax", steps.length - 1);
    this.area.setAttribute("aria-valuenow", at);
    const said = names.map((name, i) => `${name} ${short(values[i])}`);
    this.area.setAttribute("aria-valuetext", [this.at.textContent, ...said].join(", "));
  }

  toggle(i) {
    const show = !isShown(this.data, i);
    shown.set(this.data.names[i], show);
    this.plot.setSeries(i + 1, { show });
    this.tell();
  }

  /** The plot is a slider over its points. */
  watchKeys() {
    const { area } = this;
    area.tabIndex = 0;
    for (const [name, value] of Object.entries({ role: "slider", "aria-valuemin": 0, "aria-label": place.dataset.label })) {
      area.setAttribute(name, value);
    }
    area.addEventListener("keydown", (event) => {
      const last = this.data.steps.length - 1;
      const now = this.plot.cursor.idx ?? last;
      const to = {
        ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1,
        PageDown: now - BIG_STEP, PageUp: now + BIG_STEP, Home: 0, End: last,
      }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation(); // the site's own keys
      this.moveTo(Math.min(Math.max(to, 0), last));
    });
    area.addEventListener("pointermove", () => (this.standing = null));
    area.addEventListener("blur", () => {
      this.standing = null;
      this.plot.setCursor({ left: -10, top: -10 });
    });
  }

  /** Stand on a point, also when more come; until the pointer or the focus goes elsewhere. */
  moveTo(index) {
    this.standing = index;
    this.plot.setCursor({ left: this.plot.valToPos(this.data.steps[index], "x"), top: 0 });
  }

  update(data) {
    this.data = data;
    this.plot.setData([data.steps, ...data.columns]);
    this.tell();
    // The plot sets its new scales in a microtask of its own, before this one.
    queueMicrotask(() => this.standing !== null && this.moveTo(this.standing));
  }

  end() {
    this.sizes.disconnect();
    this.plot.destroy();
  }
}

const shapeOf = ({ names, right }) => JSON.stringify([names, right]);

let chart = null;
let drawn = null;

/** Draw the points that the page has now; the plot stays the same while the series do. */
function refresh() {
  const source = document.getElementById("curve-points");
  if (source === drawn) return;
  drawn = source;
  const data = read();
  if (chart?.shape === shapeOf(data)) return chart.update(data);
  chart?.end();
  chart = new Chart(data);
}

refresh();
document.body.addEventListener("htmx:afterSettle", refresh);
onThemeChange(() => chart.plot.redraw(false));
