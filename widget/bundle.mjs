// Trunk's post_build hook. It cuts the widget's wasm in two, edge/v1/termin_bg.wasm and edge/v1/termin_later.wasm (see
// src/later.rs), and writes edge/v1/termin.js: loader, glue and styles in one file.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const staging = process.env.TRUNK_STAGING_DIR;
const out = join(staging, "edge", "v1");
const project = fileURLToPath(new URL("..", import.meta.url));
const run = (program, ...words) => execFileSync(program, words, { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
await mkdir(out, { recursive: true });

// Trunk has made glue for the whole; here it is made for the first part, which shares what it has with the second.
const target = process.env.CARGO_TARGET_DIR ?? join(project, "target");
const parts = join(target, "widget", "parts");
await rm(parts, { recursive: true, force: true });
await mkdir(parts, { recursive: true });
run("wasm-split-cli", join(target, "wasm32-unknown-unknown", "widget", "widget.wasm"), parts, "--out-name", "widget", "--target", "web");
run("wasm-bindgen", join(parts, "widget.wasm"), "--out-dir", parts, "--target", "web", "--no-typescript", "--keep-lld-exports");

// The second part does not say which features it uses: those that Rust has on (doc.rust-lang.org/rustc, wasm32-unknown-unknown).
const features = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
for (const [part, name] of [["widget_bg", "termin_bg"], ["split_later", "termin_later"]]) {
  const [from, to] = [join(parts, `${part}.wasm`), join(out, `${name}.wasm`)];
  if (process.env.TRUNK_PROFILE !== "release") await rename(from, to);
  else run("wasm-opt", "-Oz", ...features.map((name) => `--enable-${name}`), from, "-o", to);
}
// The parts of one build fit together and no others: a browser that gets another one, in the minute of a deployment, takes none.
const integrity = async (name) => `sha256-${createHash("sha256").update(await readFile(join(out, `${name}.wasm`))).digest("base64")}`;
const loader = join(parts, "__wasm_split.js");
const source = await readFile(loader, "utf8");
const [written, wanted] = ['fetch(new URL("./split_later.wasm", import.meta.url))', 'fetch(new URL("termin_later.wasm", import.meta.url), { integrity: LATER })'];
if (!source.includes(written)) throw new Error("wasm-split-cli writes another loader than this script knows.");
await writeFile(loader, source.replace(written, wanted));

// The language files are named by their tags.
const files = await readdir(fileURLToPath(new URL("../texts", import.meta.url)));
const languages = files.filter((name) => name.endsWith(".toml") && name !== "Cargo.toml").map((name) => name.slice(0, -5));

await build({
  entryPoints: [fileURLToPath(new URL("boot.mjs", import.meta.url))],
  outfile: join(out, "termin.js"),
  alias: { "widget-glue": join(parts, "widget.js") },
  bundle: true,
  define: {
    LANGUAGES: JSON.stringify(languages),
    FIRST: JSON.stringify(await integrity("termin_bg")),
    LATER: JSON.stringify(await integrity("termin_later")),
  },
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  loader: { ".css": "text" },
  legalComments: "none",
  logLevel: "warning",
});

for (const rest of ["widget.js", "widget_bg.wasm", "widget.d.ts", "widget_bg.wasm.d.ts"]) await rm(join(staging, rest), { force: true });
