// Back and forward of the browser: one entry a step, at an unchanged address, with one key of ours in its state.
const KEY = "hamburg-termin";

/**
 * Keeps an entry for each step of the widget with this number on the page; `visit(step)` asks it to go to one.
 * Whatever a host page keeps in the state stays. Returns what ends it.
 */
export function keepHistory(host, number, visit) {
  const ours = () => history.state?.[KEY] ?? {};
  // The steps that led here.
  const way = () => ours().ways?.[number] ?? ["service"];
  // `by` and `run`: whose entries lie on top, and how many, so that going back by several never leaves them.
  const write = (how, by, run, to) => {
    const state = { by, run, ways: { ...ours().ways, [number]: to } };
    history[how]({ ...history.state, [KEY]: state }, "");
  };
  const entered = ({ detail: { step } }) => {
    const known = way();
    const { by, run = 0 } = ours();
    const at = known.indexOf(step);
    const back = known.length - 1 - at;
    if (at < 0) write("pushState", number, by === number ? run + 1 : 1, [...known, step]);
    else if (back && by === number && run >= back) history.go(-back);
    else if (back) write("replaceState", by, run, known.slice(0, at + 1));
  };
  const visited = () => visit(way().at(-1));
  host.addEventListener("termin:step", entered);
  addEventListener("popstate", visited);
  return () => {
    host.removeEventListener("termin:step", entered);
    removeEventListener("popstate", visited);
  };
}
