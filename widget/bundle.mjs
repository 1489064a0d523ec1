// Trunk's post_build hook: writes edge/v1/termin.js (loader, glue and styles in one file) and edge/v1/termin_bg.wasm.
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const staging = process.env.TRUNK_STAGING_DIR;
const out = join(staging, "edge", "v1");
await mkdir(out, { recursive: true });

// The language files are named by their tags.
const files = await readdir(fileURLToPath(new URL("../texts", import.meta.url)));
const languages = files.filter((name) => name.endsWith(".toml") && name !== "Cargo.toml").map((name) => name.slice(0, -5));

await build({
  entryPoints: [fileURLToPath(new URL("boot.mjs", import.meta.url))],
  outfile: join(out, "termin.js"),
  alias: { "widget-glue": join(staging, "widget.js") },
  bundle: true,
  define: { LANGUAGES: JSON.stringify(languages) },
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  loader: { ".css": "text" },
  legalComments: "none",
  logLevel: "warning",
});

await rename(join(staging, "widget_bg.wasm"), join(out, "termin_bg.wasm"));
for (const rest of ["widget.js", "widget.d.ts", "widget_bg.wasm.d.ts"]) await rm(join(staging, rest), { force: true });
