// What every page needs: htmx, the theme switch, local times, the time zone, reading keys. Pages work without it.
import htmx from "htmx.org";
import { enableCopying } from "./copy.js";
import { fieldsOf, isChanged } from "./fields.js";
import { isKept, keepTyped } from "./kept.js";
import { enableKeys } from "./keys.js";
import { enableLive } from "./live.js";
import { followStreams } from "./stream.js";
import { enableTheme } from "./theme.js";
import { keepTokens } from "./token.js";
import { followStage, sayNews } from "./voice.js";

window.htmx = htmx;

const MINUTE_PRECISION = { dateStyle: "medium", timeStyle: "short" };

/** Show times, which the server writes in UTC, in the reader's own time zone. */
function localiseTimes() {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, MINUTE_PRECISION);
  for (const time of document.querySelectorAll("time[datetime]:not([title])")) {
    time.title = time.textContent.trim();
    time.textContent = format.format(new Date(time.dateTime));
  }
}

/** Tell the server where midnight is: a day of study begins there. */
function tellTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `time_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
}

/** Ask before what was filled in and not sent is left behind; not where a control of the page leads on and it is kept. */
function guardText() {
  let isLed = false;
  document.addEventListener("click", ({ target }) => (isLed = Boolean(target.closest("a[href], button"))));
  document.addEventListener("input", () => (isLed = false));
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    window.addEventListener("beforeunload", (event) => {
      if (form.dataset.sent || (isLed && isKept(form))) return;
      if (fieldsOf(form).some(isChanged)) event.preventDefault();
    });
  }
}

/** Ask before a form acts on what is saved while another one of the page has something that is not. */
function guardSaved() {
  for (const form of document.querySelectorAll("form[data-confirm-unsaved]")) {
    form.addEventListener("submit", (event) => {
      const hasUnsaved = [...document.querySelectorAll("form[data-unsaved]")].some((other) => fieldsOf(other).some(isChanged));
      if (hasUnsaved && !window.confirm(form.dataset.confirmUnsaved)) event.preventDefault();
    });
  }
}

/** Fetch a part of the site that few pages need, once. */
function load(styleAddress, scriptAddress) {
  if (document.querySelector(`script[src="${scriptAddress}"]`)) return;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = styleAddress;
  const script = document.createElement("script");
  script.src = scriptAddress;
  document.head.append(style, script);
}

/** Fetch KaTeX only where there is something to set. */
function loadMaths() {
  const { mathsScript, mathsStyle } = document.body.dataset;
  if (mathsScript && document.querySelector(".math")) load(mathsStyle, mathsScript);
}

/** Fetch the plot only where a submission has reported something. */
function loadCurve() {
  const place = document.querySelector("#curve[data-script]");
  if (place) load(place.dataset.style, place.dataset.script);
}

/** A form that was refused begins where something is wrong, which may be far below its head. */
function showFault() {
  const fault = document.querySelector("main :is([role=alert], .errorlist, [aria-invalid=true]):not([hidden])");
  if (fault?.matches(".errorlist, [role=alert]")) fault.tabIndex = -1;
  fault?.focus();
}

/** One click, one submission: a form that was sent is not sent again. */
function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.ariaBusy = "true";
  });
  // A page that comes back from the back-forward cache may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.ariaBusy = null;
    }
  });
}

/** No search for what an input method has half composed, as pinyin: its end asks for what was chosen. */
function guardComposing() {
  let composing = false;
  document.addEventListener("compositionstart", () => (composing = true));
  document.addEventListener("compositionend", () => (composing = false));
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (composing && event.target.matches("form[role=search]")) event.preventDefault();
  });
}

/** An open menu closes on Escape and on a click elsewhere; who stood in it stands on its button then. */
function closeMenus() {
  const close = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu === except) continue;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
}

/** On a phone the header's links may not fit: show the one of this page. */
function showPlace() {
  const nav = document.querySelector(".nav");
  const here = nav?.querySelector("[aria-current]");
  if (here) nav.scrollLeft = Math.max(0, here.offsetLeft + here.offsetWidth - nav.offsetLeft - nav.clientWidth + 40);
}

function start() {
  showPlace();
  enableTheme();
  enableKeys();
  guardForms();
  keepTyped();
  guardText();
  guardSaved();
  guardComposing();
  keepTokens();
  tellTimeZone();
  closeMenus();
  enableCopying();
  enableLive();
  followStreams();
  localiseTimes();
  loadMaths();
  loadCurve();
  showFault();
  document.body.addEventListener("htmx:afterSettle", ({ target }) => {
    localiseTimes();
    loadMaths();
    loadCurve();
    followStage();
    sayNews(target);
    followStreams();
  });
}

start();
