/** Runs in the page: keeps the slowest answer to a press, in milliseconds, and how much has moved without one, in `window.watched`. */
export function watch() {
  window.watched = { slowest: 0, moved: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.watched.slowest = Math.max(window.watched.slowest, duration);
  }).observe({ type: "event", durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.watched.moved += value;
  }).observe({ type: "layout-shift" });
}
