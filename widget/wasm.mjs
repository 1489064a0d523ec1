// Imported first, so that the download starts before anything else in the bundle runs.
export const wasm = fetch(new URL("termin_bg.wasm", import.meta.url), { integrity: FIRST });
