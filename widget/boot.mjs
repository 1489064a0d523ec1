// Defines <hamburg-termin>. The class must be JavaScript: Rust cannot extend HTMLElement without 'unsafe-eval'.
import { wasm } from "./wasm.mjs";
import init, { mount, unmount, visit } from "widget-glue";
import { keepHistory } from "./history.mjs";
import css from "./widget.css";

const edge = new URL("..", import.meta.url).href.replace(/\/$/, "");
const ready = init({ module_or_path: wasm });
// Each element waits for this as well; here it only must not count as unhandled.
ready.catch(() => {});

// An adopted sheet is allowed under every style-src; a <style> element is not.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

class HamburgTermin extends HTMLElement {
  #mounted;
  #leave;

  async connectedCallback() {
    // All three leave together: the wasm at the top of this file, the catalogue and the words now.
    const language = this.#language();
    const get = (path) => fetch(edge + path, { signal: AbortSignal.timeout(20_000) });
    const catalogue = get(`/api/v1/catalogue?brief=true&lang=${language}`);
    // Whoever waits for it says what is wrong.
    catalogue.catch(() => {});
    let words = "";
    try {
      if (language !== "de") words = await (await get(`/v1/${language}.txt`)).text();
      await ready;
    } catch {
      return; // The link between the tags stays visible: the way without the widget.
    }
    if (!this.isConnected || this.#mounted !== undefined) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const place = document.createElement("div");
    root.replaceChildren(place);
    const number = Math.max([...document.querySelectorAll(this.localName)].indexOf(this), 0);
    const mounted = mount(this, place, edge, number, words, catalogue);
    this.#mounted = mounted;
    if (this.getAttribute("history") !== "off") this.#leave = keepHistory(this, number, (step) => visit(mounted, step));
  }

  /** The language chosen in this tab before, or that of the page, where there is such a file; German otherwise. */
  #language() {
    let tag = this.closest("[lang]")?.lang ?? "";
    try {
      tag = sessionStorage.getItem("hamburg-termin:language") ?? tag;
    } catch {
      // Without storage, as in some private modes, the page's language is right.
    }
    return [tag, tag.split("-")[0]].find((name) => LANGUAGES.includes(name)) ?? "de";
  }

  disconnectedCallback() {
    if (this.#mounted === undefined) return;
    this.#leave?.();
    unmount(this.#mounted);
    this.#mounted = undefined;
    this.shadowRoot.replaceChildren();
  }
}

if (!customElements.get("hamburg-termin")) customElements.define("hamburg-termin", HamburgTermin);
