// One city on workerd: the built Worker with the settings of a wrangler.toml, its database, and our door into both.

import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Log, LogLevel, Miniflare } from "miniflare";
import workerd from "workerd";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig, unstable_splitSqlQuery } from "wrangler";

const CRON = "* * * * *";
const KEY = randomBytes(16).toString("hex");

// Miniflare starts what the one names, and that starts what the other names.
process.env.MINIFLARE_WORKERD_PATH = join(import.meta.dirname, "workerd.sh");
process.env.WORKERD = workerd.default;

/** What is to be run, read once for many cities. */
export function read(config) {
  const { assets, d1_databases } = unstable_readConfig({ config });
  const folder = dirname(config);
  bringHeaders(folder, assets?.directory);
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(config);
  if (!existsSync(main)) throw new Error(`${main} does not exist: build the Worker first, \`cargo xtask build\``);
  const { assets: files, ...options } = workerOptions;
  return {
    worker: { ...options, modules: true, modulesRoot: dirname(main), scriptPath: main },
    files,
    migrations: readMigrations(join(folder, d1_databases[0].migrations_dir ?? "migrations")),
  };
}

/** The Worker and, where the widget has been built, its files. */
function withFiles({ worker, files }) {
  if (!files || existsSync(files.directory)) return { ...worker, assets: files };
  process.stderr.write(`No static files: ${files.directory} does not exist.\n`);
  return worker;
}

/** A plain `trunk build` leaves the files without the headers they are served with. */
function bringHeaders(config, directory) {
  const headers = join(config, "_headers");
  const folder = directory && join(config, directory);
  if (folder && existsSync(folder) && existsSync(headers)) copyFileSync(headers, join(folder, "_headers"));
}

function readMigrations(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".sql")).sort() : [];
  return files.map((name) => ({ name, statements: statements(readFileSync(join(folder, name), "utf8")) }));
}

/** Wrangler's own splitting, so that a script means here what it means in `wrangler d1`. */
function statements(script) {
  return unstable_splitSqlQuery(script)
    .filter((statement) => statement.trim() !== "")
    .map((sql) => ({ sql }));
}

class LinesLog extends Log {
  constructor(line) {
    super(LogLevel.WARN);
    this.log = line;
  }
}

/** A running city. */
export class City {
  #miniflare;
  #door;
  #pidFile;

  /**
   * Starts one of `read`'s, `say` hearing each line it says: with its files on `port` (0: any), or the Worker alone on any;
   * the database is kept in the folder `persist`.
   */
  static async open(what, { port, persist, vars = {}, pidFile, say }) {
    const city = new City();
    const alone = port === undefined;
    const socket = { host: "127.0.0.1", port: 0 };
    const ours = {
      ...(alone ? what.worker : withFiles(what)),
      name: "city",
      bindings: { ...what.worker.bindings, ...vars },
      // It takes our mails as Cloudflare's would, and writes each to a file that it names in the log.
      ...(vars.MAIL_TRANSPORT === "send_email" && { email: { send_email: [{ name: "EMAIL" }] } }),
      unsafeDirectSockets: alone ? [socket] : [],
    };
    const door = {
      name: "door",
      modules: true,
      scriptPath: join(import.meta.dirname, "door.mjs"),
      compatibilityDate: ours.compatibilityDate,
      compatibilityFlags: ["service_binding_extra_handlers"],
      bindings: { KEY },
      d1Databases: ours.d1Databases,
      serviceBindings: { CITY: "city" },
      unsafeDirectSockets: [socket],
    };
    city.#pidFile = pidFile;
    city.#miniflare = new Miniflare({
      // The first is the one on the port. Alone, the large one comes last: miniflare copies it for each thing that follows.
      workers: alone ? [door, ours] : [ours, door],
      host: "127.0.0.1",
      port: port ?? 0,
      cf: false,
      // Where `wrangler d1 execute --local --persist-to` looks as well.
      d1Persist: persist ? join(persist, "v3", "d1") : false,
      log: new LinesLog(say),
      handleStructuredLogs: ({ level, message }) => {
        say(`${level}: ${message}`);
      },
      unsafeRuntimeEnv: { ...(pidFile && { PID_FILE: pidFile }) },
    });
    const entry = await city.#miniflare.ready;
    city.base = (alone ? await city.#miniflare.unsafeGetDirectURL("city") : entry).origin;
    city.#door = await city.#miniflare.unsafeGetDirectURL("door");
    return city;
  }

  /** Like `wrangler d1 migrations apply`, and in the same table, so that either may go on where the other stopped. */
  async migrate({ migrations }) {
    await this.sql(
      "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, " +
        "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    );
    const applied = new Set((await this.sql("SELECT name FROM d1_migrations")).map(({ name }) => name));
    for (const { name, statements } of migrations.filter(({ name }) => !applied.has(name))) {
      const record = { sql: "INSERT INTO d1_migrations (name) VALUES (?1)", params: [name] };
      await this.#ask({ batch: [...statements, record] }).catch((error) => {
        throw new Error(`Migration ${name}: ${error.message}`);
      });
    }
  }

  /** The rows of one statement. */
  async sql(sql, params = []) {
    return (await this.#ask({ batch: [{ sql, params }] })).rows[0];
  }

  /** Many statements, one transaction. */
  async script(text) {
    const batch = statements(text);
    if (batch.length > 0) await this.#ask({ batch });
  }

  /** Returns after the cron handler has. */
  async tick() {
    await this.#ask({ scheduled: CRON });
  }

  /** Says something after everything the city has said so far. */
  async mark(say) {
    await this.#ask({ say });
  }

  /** Ends workerd as a power cut would. Miniflare starts it again, on the same port and files. */
  kill() {
    process.kill(Number(readFileSync(this.#pidFile, "utf8")), "SIGKILL");
  }

  async close() {
    await this.#miniflare.dispose();
  }

  async #ask(what) {
    const response = await fetch(this.#door, { method: "POST", headers: { key: KEY }, body: JSON.stringify(what) });
    const answer = await response.json();
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }
}
