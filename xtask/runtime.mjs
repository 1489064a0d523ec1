// Runs the built Worker on workerd, with the settings of edge-worker/wrangler.toml.
//
//   node xtask/runtime.mjs [--port N] [--persist DIR] [--var NAME=VALUE]... [--cron-seconds N] [--config FILE]
//
//   --port N          listen on 127.0.0.1:N; 0, the default, takes any free port
//   --persist DIR     keep the database in DIR; without it, in memory
//   --var NAME=VALUE  a variable or secret of the Worker, over the one of wrangler.toml
//   --cron-seconds N  call the cron handler every N seconds; without it, never
//   --config FILE     another wrangler.toml
//
// Prints {"ready":"http://127.0.0.1:PORT"} once migrated and listening, then answers each line on stdin with one line on stdout:
//
//   {"sql":"SELECT ?1","params":[1]}  {"rows":[...]}
//   {"script":"INSERT ...; ..."}      {"ok":true}    one transaction
//   {"scheduled":true}                {"ok":true}    after the cron handler has returned
//   anything that fails               {"error":"..."}
//
// The Worker's own output goes to stderr. When stdin closes, everything stops and the exit code is 0.

import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { Log, LogLevel, Miniflare } from "miniflare";
import workerd from "workerd";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig, unstable_splitSqlQuery } from "wrangler";

const CRON = "* * * * *";

// Miniflare starts what the one names, and that starts what the other names.
process.env.MINIFLARE_WORKERD_PATH = join(import.meta.dirname, "workerd.sh");
process.env.WORKERD = workerd.default;

class StderrLog extends Log {
  log(message) {
    process.stderr.write(`${message}\n`);
  }
}

function commandLine() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      persist: { type: "string" },
      var: { type: "string", multiple: true, default: [] },
      "cron-seconds": { type: "string" },
      config: { type: "string", default: join(import.meta.dirname, "../edge-worker/wrangler.toml") },
    },
  });
  const bindings = values.var.map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new Error(`--var ${pair}: write NAME=VALUE`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return {
    port: wholeNumber("--port", values.port),
    persist: values.persist && resolve(values.persist),
    bindings: Object.fromEntries(bindings),
    cronSeconds: values["cron-seconds"] && wholeNumber("--cron-seconds", values["cron-seconds"]),
    config: resolve(values.config),
  };
}

function wholeNumber(flag, text) {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`${flag} ${text}: write a whole number`);
  return Number(text);
}

/** A plain `trunk build` leaves the files without the headers they are served with. */
function bringHeaders(config) {
  const headers = join(dirname(config), "_headers");
  const { directory } = unstable_readConfig({ config }).assets ?? {};
  const folder = directory && join(dirname(config), directory);
  if (folder && existsSync(folder) && existsSync(headers)) copyFileSync(headers, join(folder, "_headers"));
}

function start({ port, persist, bindings, config }) {
  bringHeaders(config);
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(config);
  if (!existsSync(main)) throw new Error(`${main} does not exist: build the Worker first, \`cargo xtask build\``);
  const { assets, ...options } = workerOptions;
  // Tests of the API alone run without a built widget.
  const withAssets = assets && existsSync(assets.directory);
  if (assets && !withAssets) process.stderr.write(`No static files: ${assets.directory} does not exist.\n`);
  return new Miniflare({
    ...options,
    ...(withAssets && { assets }),
    name: undefined,
    modules: true,
    modulesRoot: dirname(main),
    scriptPath: main,
    bindings: { ...options.bindings, ...bindings },
    host: "127.0.0.1",
    port,
    cf: false,
    // Where `wrangler d1 execute --local --persist-to` looks as well.
    d1Persist: persist ? join(persist, "v3", "d1") : false,
    log: new StderrLog(LogLevel.WARN),
    handleStructuredLogs: ({ level, message }) => {
      process.stderr.write(`${level}: ${message}\n`);
    },
  });
}

/** One transaction; wrangler's own splitting, so that a script means here what it means in `wrangler d1`. */
async function script(database, text, ...more) {
  const statements = unstable_splitSqlQuery(text)
    .filter((statement) => statement.trim() !== "")
    .map((statement) => database.prepare(statement));
  if (statements.length + more.length > 0) await database.batch([...statements, ...more]);
}

/** Like `wrangler d1 migrations apply`, and in the same table, so that either may go on where the other stopped. */
async function migrate(database, config) {
  const { migrations_dir = "migrations" } = unstable_readConfig({ config }).d1_databases[0];
  const folder = join(dirname(config), migrations_dir);
  await database
    .prepare(
      "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, " +
        "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    )
    .run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").run();
  const applied = new Set(results.map(({ name }) => name));
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".sql")).sort() : [];
  for (const name of files.filter((name) => !applied.has(name))) {
    const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?1)").bind(name);
    try {
      await script(database, readFileSync(join(folder, name), "utf8"), record);
    } catch (error) {
      throw new Error(`Migration ${name}: ${error.message}`);
    }
  }
}

async function answer(miniflare, line) {
  const command = JSON.parse(line);
  // Asked for anew each time: a handle does not survive a crash of workerd, which miniflare starts again.
  const database = await miniflare.getD1Database("DB");
  if (typeof command.sql === "string") {
    const { results } = await database.prepare(command.sql).bind(...(command.params ?? [])).all();
    return { rows: results };
  }
  if (typeof command.script === "string") {
    await script(database, command.script);
    return { ok: true };
  }
  if (command.scheduled === true) {
    await tick(miniflare);
    return { ok: true };
  }
  throw new Error('write {"sql":…}, {"script":…} or {"scheduled":true}');
}

async function tick(miniflare) {
  const { outcome } = await (await miniflare.getWorker()).scheduled({ cron: CRON });
  if (outcome !== "ok") throw new Error(`the cron handler ended with "${outcome}"`);
}

/** Ticks one after the other: a slow one delays the next. */
function cron(miniflare, seconds, stopping) {
  const next = () =>
    setTimeout(async () => {
      await tick(miniflare).catch((error) => stopping.aborted || process.stderr.write(`cron: ${error.message}\n`));
      if (!stopping.aborted) next();
    }, seconds * 1000).unref();
  next();
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function main() {
  const options = commandLine();
  const miniflare = start(options);
  const stopping = new AbortController();
  try {
    const address = await miniflare.ready;
    await migrate(await miniflare.getD1Database("DB"), options.config);
    say({ ready: address.origin });
    if (options.cronSeconds) cron(miniflare, options.cronSeconds, stopping.signal);
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() !== "") say(await answer(miniflare, line).catch((error) => ({ error: error.message })));
    }
  } finally {
    stopping.abort();
    await miniflare.dispose();
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
