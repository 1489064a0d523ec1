// Runs the built Worker on workerd, with the settings of edge-worker/wrangler.toml.
//
//   node xtask/runtime.mjs [--port N] [--persist DIR] [--var NAME=VALUE]... [--cron-seconds N] [--config FILE] [--no-assets]
//
//   --port N          listen on 127.0.0.1:N; 0, the default, takes any free port
//   --persist DIR     keep the database in DIR; without it, nowhere
//   --var NAME=VALUE  a variable or secret of the Worker, over the one of wrangler.toml
//   --cron-seconds N  call the cron handler every N seconds; without it, never
//   --config FILE     another wrangler.toml
//   --no-assets       the Worker alone on any port, without the widget's files, which the platform serves without asking it
//
// Prints {"ready":"http://127.0.0.1:PORT"} once migrated and listening, then answers each line on stdin with one line on stdout:
//
//   {"sql":"SELECT ?1","params":[1]}  {"rows":[...]}
//   {"script":"INSERT ...; ..."}      {"ok":true}    one transaction
//   {"scheduled":true}                {"ok":true}    after the cron handler has returned
//   anything that fails               {"error":"..."}
//
// The Worker's own output goes to stderr. When stdin closes, everything stops and the exit code is 0.

import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { City, read } from "./city.mjs";

function commandLine() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      persist: { type: "string" },
      var: { type: "string", multiple: true, default: [] },
      "cron-seconds": { type: "string" },
      "no-assets": { type: "boolean", default: false },
      config: { type: "string", default: join(import.meta.dirname, "../edge-worker/wrangler.toml") },
    },
  });
  const vars = values.var.map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new Error(`--var ${pair}: write NAME=VALUE`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return {
    port: values["no-assets"] ? undefined : wholeNumber("--port", values.port),
    persist: values.persist && resolve(values.persist),
    vars: Object.fromEntries(vars),
    cronSeconds: values["cron-seconds"] && wholeNumber("--cron-seconds", values["cron-seconds"]),
    config: resolve(values.config),
  };
}

function wholeNumber(flag, text) {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`${flag} ${text}: write a whole number`);
  return Number(text);
}

async function answer(city, line) {
  const command = JSON.parse(line);
  if (typeof command.sql === "string") return { rows: await city.sql(command.sql, command.params) };
  if (typeof command.script === "string") {
    await city.script(command.script);
    return { ok: true };
  }
  if (command.scheduled === true) {
    await city.tick();
    return { ok: true };
  }
  throw new Error('write {"sql":…}, {"script":…} or {"scheduled":true}');
}

/** Ticks one after the other: a slow one delays the next. */
function cron(city, seconds, stopping) {
  const next = () =>
    setTimeout(async () => {
      await city.tick().catch((error) => stopping.aborted || process.stderr.write(`cron: ${error.message}\n`));
      if (!stopping.aborted) next();
    }, seconds * 1000).unref();
  next();
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function main() {
  const { port, persist, vars, cronSeconds, config } = commandLine();
  const what = read(config);
  const city = await City.open(what, { port, persist, vars, say: (line) => process.stderr.write(`${line}\n`) });
  const stopping = new AbortController();
  try {
    await city.migrate(what);
    say({ ready: city.base });
    if (cronSeconds) cron(city, cronSeconds, stopping.signal);
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() !== "") say(await answer(city, line).catch((error) => ({ error: error.message })));
    }
  } finally {
    stopping.abort();
    await city.close();
  }
}

// The parent closes stdin; a signal to the whole group must not take workerd away under our feet.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.stdin.destroy());

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
