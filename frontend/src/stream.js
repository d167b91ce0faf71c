// Server-sent events, where the server has them: a place that follows something is told at once to ask. It asks
// now and then by itself all the same, and more often where the stream is lost.
import htmx from "htmx.org";

const open = new Map();

function wake(url) {
  for (const place of document.querySelectorAll("[data-stream]")) {
    if (place.dataset.stream === url) htmx.trigger(place, "wake");
  }
}

function listen(url) {
  const source = new EventSource(url);
  for (const name of ["changed", "error"]) source.addEventListener(name, () => wake(url));
  return source;
}

/** Hold one stream for each address that the page names, and none that it names no longer. */
export function followStreams() {
  const wanted = new Set([...document.querySelectorAll("[data-stream]")].map((place) => place.dataset.stream));
  for (const [url, source] of open) {
    if (wanted.has(url)) continue;
    source.close();
    open.delete(url);
  }
  for (const url of wanted) if (!open.has(url)) open.set(url, listen(url));
}
