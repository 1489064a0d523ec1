// What runs in the page and looks at the widget: contrast, size of text, length of lines, text that is cut off.

/** Every text below 7:1 or 18 px, and every line of more than 75 characters. */
export function audit() {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
      const [r, g, b, opaque = 1] = parts(getComputedStyle(at).backgroundColor);
      if (opaque === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.data.trim();
    if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen")) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(parts(style.color).slice(0, 3)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 7) found.push(`${ratio.toFixed(2)}:1 "${text}"`);
    if (parseFloat(style.fontSize) < 18) found.push(`${style.fontSize} "${text}"`);
    const range = document.createRange();
    let [top, length] = [undefined, 0];
    for (let at = 0; at < node.data.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      if (top !== undefined && box.top > top + 4) length = 0;
      [top, length] = [box.top, length + 1];
      if (length === 76) found.push(`a long line in "${text}"`);
    }
  }
  return found;
}

/** Spaces text as WCAG 2.2, 1.4.12 asks for, in page and widget. */
export function space() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }");
  const root = document.querySelector("hamburg-termin").shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Undoes [`space`]. */
export function unspace() {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  root.adoptedStyleSheets = root.adoptedStyleSheets.slice(0, 1);
}

/** Texts that stand out of what holds them. */
export function cutOff() {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  return [...root.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && !one.closest(".unseen") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
    .map((one) => `${one.tagName} ${one.textContent}`);
}

/** Buttons and fields whose state still moves although less motion was asked for. */
export function moving() {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  const moves = ({ transitionDuration, animationDuration }) => /[1-9]/.test(transitionDuration + animationDuration);
  return [...root.querySelectorAll("*")].filter((one) => moves(getComputedStyle(one))).map((one) => one.tagName);
}
