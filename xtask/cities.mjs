// Cities for tests: each has a workerd and a database of its own, all are opened by one Node, which has read everything once.
//
//   node xtask/cities.mjs
//
// Takes one JSON command a line on stdin, answers each with a line on stdout that carries its `id`, in any order:
//
//   {"id":1,"city":1,"open":{"vars":{…},"script":"…"}}  {"id":1,"base":"http://127.0.0.1:PORT"}  migrated, the script run
//   {"id":2,"city":1,"sql":"SELECT 1"}                   {"id":2,"rows":[…]}
//   {"id":3,"city":1,"script":"INSERT …; …"}             {"id":3,"ok":true}    one transaction
//   {"id":4,"city":1,"scheduled":true}                   {"id":4,"ok":true}    after the cron handler has returned
//   {"id":5,"city":1,"mark":"…"}                         {"id":5,"ok":true}    it is said after all the city has said
//   {"id":6,"city":1,"kill":true}                        {"id":6,"ok":true}    kill -9 of workerd, which starts again
//   {"id":7,"city":1,"close":true}                       {"id":7,"ok":true}    nothing is left of it
//   anything that fails                                  {"id":8,"error":"…"}
//
// What a city says arrives as {"city":1,"said":"…"}. When stdin closes, everything stops, and no folder is left.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { City, read } from "./city.mjs";

const PREFIX = "hamburg-termin-cities-";
/** What all cities of a run need together, with much to spare. */
const ROOM = 2 ** 30;
/** How long cities that are to stop may take. */
const PATIENCE_MS = 5000;

/** In memory where there is room: a city's database lives as long as its test. */
function place() {
  const memory = "/dev/shm";
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ROOM ? memory : tmpdir();
}

/** A folder that goes with us. If we were killed, the next of us takes it away. */
function folderOfOurs() {
  const parent = place();
  for (const name of readdirSync(parent).filter((name) => name.startsWith(PREFIX))) {
    const pid = name.slice(PREFIX.length).split("-")[0];
    if (!existsSync(`/proc/${pid}`)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

const FOLDER = folderOfOurs();
// Where miniflare keeps what it needs.
process.env.TMPDIR = FOLDER;

const WHAT = read(join(import.meta.dirname, "../edge-worker/wrangler.toml"));
const templates = new Map();
const cities = new Map();

const tell = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** A folder with a migrated database in which a script has run, to be copied. */
function template(script) {
  if (!templates.has(script)) templates.set(script, makeTemplate(script, join(FOLDER, `template-${templates.size}`)));
  return templates.get(script);
}

async function makeTemplate(script, persist) {
  const city = await City.open(WHAT, { persist, say: (line) => process.stderr.write(`${line}\n`) });
  try {
    await city.migrate(WHAT);
    await city.script(script);
  } finally {
    await city.close();
  }
  return persist;
}

async function open(number, { vars, script }) {
  const folder = join(FOLDER, `city-${number}`);
  mkdirSync(folder);
  const persist = join(folder, "database");
  cpSync(await template(script), persist, { recursive: true });
  const say = (said) => tell({ city: number, said });
  const city = await City.open(WHAT, { persist, vars, pidFile: join(folder, "workerd.pid"), say });
  cities.set(number, { city, folder });
  return { base: city.base };
}

async function close(number) {
  const { city, folder } = cities.get(number);
  cities.delete(number);
  await city.close();
  rmSync(folder, { recursive: true, force: true });
}

async function answer(command) {
  if (command.open) return await open(command.city, command.open);
  if (!cities.has(command.city)) throw new Error(`there is no city ${command.city}`);
  const { city } = cities.get(command.city);
  if (typeof command.sql === "string") return { rows: await city.sql(command.sql) };
  if (typeof command.script === "string") await city.script(command.script);
  else if (command.scheduled) await city.tick();
  else if (command.mark) await city.mark(command.mark);
  else if (command.kill) city.kill();
  else if (command.close) await close(command.city);
  else throw new Error("no such command");
  return { ok: true };
}

// A signal to the whole group must not take workerd away under our feet.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.stdin.destroy());
// Whoever asked may have gone.
process.stdout.on("error", () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  answer(command)
    .catch((error) => ({ error: error.message }))
    .then((answered) => tell({ id: command.id, ...answered }));
}
setTimeout(() => process.exit(1), PATIENCE_MS).unref();
await Promise.all([...cities.keys()].map(close));
process.exit(0);
