// The grip between the editor and what ran: it is dragged, moved by the arrow keys, or clicked for high or low. How high
// the drawer is, in hundredths of the window, stays in this browser.
import { browser } from "./storage.js";

const STEP = 5;
const STILL = 3; // pixels that a hand moves as it clicks
const KEY = "drawer-height";

/** Let ``grip`` set the height of ``drawer``, which its style sheet reads from ``--share``. */
export function holdGrip(grip, drawer) {
  const [least, most] = [Number(grip.ariaValueMin), Number(grip.ariaValueMax)];
  const body = grip.nextElementSibling;
  const shareOf = (height) => Math.round((100 * height) / window.innerHeight);
  const set = (share) => {
    grip.ariaValueNow = Math.min(Math.max(share, least), most);
    drawer.style.setProperty("--share", grip.ariaValueNow);
    drawer.dataset.sized = "";
  };
  const keep = () => browser.write(KEY, grip.ariaValueNow);
  const kept = Number(browser.read(KEY));
  if (kept) set(kept);

  let bottom = null; // where the pointer would be if the drawer had no height
  let from = null;
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    from = event.clientY;
    bottom = from + body.offsetHeight;
  });
  grip.addEventListener("pointermove", (event) => {
    if (Math.abs(event.clientY - from) > STILL) from = null;
    if (from === null && grip.hasPointerCapture(event.pointerId)) set(shareOf(bottom - event.clientY));
  });
  grip.addEventListener("click", () => {
    if (from === null) return; // it was dragged
    set(shareOf(body.offsetHeight) < (least + most) / 2 ? most : least);
    keep();
  });
  grip.addEventListener("lostpointercapture", keep);
  grip.addEventListener("keydown", (event) => {
    const now = shareOf(body.offsetHeight);
    const to = { ArrowUp: now + STEP, ArrowDown: now - STEP, Home: least, End: most }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the site's own keys
    set(to);
    keep();
  });
}
