// A Worker beside ours, for tests and development alone: it runs statements in our database and calls our cron handler, in
// a fraction of the time that miniflare's own way in takes. Only who knows the key is let in.

async function answer({ batch, scheduled, say }, { DB, CITY }) {
  if (batch) {
    const done = await DB.batch(batch.map(({ sql, params = [] }) => DB.prepare(sql).bind(...params)));
    return { rows: done.map(({ results }) => results) };
  }
  if (scheduled) {
    const { outcome } = await CITY.scheduled({ cron: scheduled });
    if (outcome !== "ok") throw new Error(`the cron handler ended with "${outcome}"`);
  }
  if (say) {
    // Both ways on which a Worker's output leaves.
    console.log(say);
    console.error(say);
  }
  return { ok: true };
}

export default {
  async fetch(request, env) {
    if (request.headers.get("key") !== env.KEY) return new Response(null, { status: 404 });
    return Response.json(await answer(await request.json(), env).catch((error) => ({ error: error.message })));
  },
};
