// A mail relay as operators have it: nodemailer's smtp-server, with TLS and AUTH. Says what happens as lines of JSON on stdout:
// {"port":…}, {"command":…}, {"mail":{…}}. Ends when stdin closes.
//
//   node tests/relays/smtp-server.mjs --security starttls|tls --certificate NAME [--auth PLAIN|LOGIN] [--size BYTES] [--port N]

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { SMTPServer } from "smtp-server";

const { values } = parseArgs({
  options: {
    security: { type: "string" },
    certificate: { type: "string" },
    auth: { type: "string" },
    size: { type: "string" },
    port: { type: "string", default: "0" },
  },
});
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const certificate = (ending) => readFileSync(join(import.meta.dirname, "certificates", `${values.certificate}.${ending}`));

const server = new SMTPServer({
  secure: values.security === "tls",
  key: certificate("key"),
  cert: certificate("pem"),
  size: values.size && Number(values.size),
  authOptional: !values.auth,
  authMethods: values.auth ? [values.auth] : [],
  disabledCommands: values.auth ? [] : ["AUTH"],
  // PLAIN and LOGIN only once nobody listens.
  allowInsecureAuth: false,
  onAuth({ method, username, password }, session, done) {
    say({ command: "AUTH", method, secure: session.secure });
    const known = username === "termin" && password === "a pass phrase";
    done(known ? null : new Error("who is that?"), { user: username });
  },
  onMailFrom(address, session, done) {
    say({ command: "MAIL", secure: session.secure });
    done(session.secure ? null : Object.assign(new Error("encrypt first"), { responseCode: 530 }));
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      say({
        mail: {
          connection: session.id,
          secure: session.secure,
          user: session.user ?? null,
          from: mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("latin1"),
        },
      });
      done(null, "taken");
    });
  },
});
// A client that does not trust us hangs up in the midst of the handshake.
server.on("error", (error) => say({ command: "error", reason: error.code ?? error.message }));
server.listen(Number(values.port), "127.0.0.1", () => say({ port: server.server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
