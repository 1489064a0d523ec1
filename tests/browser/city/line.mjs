// A slow line to the city: TLS 1.3 and HTTP/2 behind a relay that delays and throttles, brotli as Cloudflare's edge serves it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import { brotliCompressSync, constants } from "node:zlib";

const folder = new URL("../../relays/certificates/", import.meta.url);
const [key, cert] = await Promise.all(["good.key", "good.pem"].map((name) => readFile(new URL(name, folder))));
/** Bytes that travel together. */
const PIECE = 1_400;

/**
 * Makes a line of `roundTrip` milliseconds that carries `rate` bytes a second to the browser, for all connections together.
 * `lay(origin, rewrite)` leads it to a server and answers with the origin under which the browser reaches that; `rewrite` changes
 * the headers and the HTML that pass. `take` ends it.
 */
export function line({ roundTrip, rate }) {
  const ends = [];
  let free = 0;
  /** When the last of so many bytes arrives. */
  const arrival = (bytes) => {
    free = Math.max(free, performance.now()) + (bytes / rate) * 1000;
    return free + roundTrip / 2 - performance.now();
  };
  const relay = (port) => (near) => {
    const far = net.connect({ port, host: "localhost", noDelay: true });
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    // The handshake of TCP is a round trip of its own.
    const opened = performance.now() + roundTrip;
    const [there, back] = [queue(far), queue(near)];
    near.on("data", (bytes) => there(bytes, Math.max(opened - performance.now(), 0) + roundTrip / 2));
    far.on("data", (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE);
        back(piece, arrival(piece.length));
      }
    });
  };
  const listen = async (server) => {
    ends.push(server);
    await new Promise((heard) => server.listen(0, "localhost", heard));
    return server.address().port;
  };
  const lay = async (origin, rewrite = (text) => text) => {
    const secure = http2.createSecureServer({ key, cert, minVersion: "TLSv1.3" }, (request, response) => serve(origin, rewrite, request, response));
    const port = await listen(secure);
    return `https://localhost:${await listen(net.createServer({ noDelay: true }, relay(port)))}`;
  };
  const take = () => ends.forEach((server) => server.close());
  return { lay, take };
}

/** Writes what it is given after so many milliseconds, and in that order: timers by themselves keep none. */
function queue(socket) {
  const waiting = [];
  return (bytes, wait) => {
    waiting.push(bytes);
    setTimeout(() => {
      const next = waiting.shift();
      if (socket.writable) socket.write(next);
    }, wait);
  };
}

const compressed = new Map();

/** Fetches from the server and hands on, compressed; what is always the same is compressed once. */
function serve(origin, rewrite, request, response) {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(":") && name !== "accept-encoding"));
  const asked = http.request(origin + request.url, { method: request.method, headers }, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    const kept = Object.entries(answer.headers).filter(([name]) => !["connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"].includes(name));
    const told = kept.map(([name, value]) => [name, typeof value === "string" ? rewrite(value) : value]);
    let body = Buffer.concat(parts);
    if (/html/.test(answer.headers["content-type"])) body = Buffer.from(rewrite(body.toString()));
    const name = createHash("sha256").update(body).digest("hex");
    const quality = request.url.startsWith("/api/") ? 5 : 11;
    const small = compressed.get(name) ?? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
    compressed.set(name, small);
    response.writeHead(answer.statusCode, { ...Object.fromEntries(told), "content-encoding": "br" });
    response.end(small);
  });
  asked.on("error", () => response.stream.close());
  request.pipe(asked);
}
