/**
 * One user's query on an embedded graph, in a process of its own that can be killed. Plain JavaScript, because it is
 * started by its path from the sources and from the build alike.
 * stdin: { addon, file, bufferPoolSize, maxDBSize, cypher, params, maxRows, maxBytes, retryMs } → stdout: one JSON line,
 * { columns, rows, cut } or { failed: message, busy: boolean }.
 */
import { createRequire } from 'node:module';

// The last: a writer took its log away between the look for it and the opening.
const BUSY = /checkpoint is in progress|Could not set lock|Cannot open file \S*\.wal/u;

const request = JSON.parse(await text(process.stdin));
const { Database, Connection } = createRequire(import.meta.url)(request.addon);

try {
  say(await answer(request));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  say({ failed: message, busy: BUSY.test(message) });
}

async function answer({ file, bufferPoolSize, maxDBSize, cypher, params, maxRows, maxBytes, retryMs }) {
  const database = await opened(() => new Database(file, bufferPoolSize, true, true, maxDBSize), retryMs);
  const connection = new Connection(database);
  try {
    const prepared = await connection.prepare(cypher);
    if (!prepared.isSuccess()) throw new Error(prepared.getErrorMessage());
    if (!prepared.isReadOnly()) throw new Error('only reading is allowed');
    const results = await connection.execute(prepared, params);
    if (Array.isArray(results)) throw new Error('only one statement is allowed');
    const columns = await results.getColumnNames();
    const rows = [];
    let [bytes, cut] = [0, null];
    while (results.hasNext()) {
      if (rows.length >= maxRows) {
        cut = `cut after ${maxRows} rows`;
        break;
      }
      const row = plain(await results.getNext());
      bytes += Buffer.byteLength(JSON.stringify(row));
      if (bytes > maxBytes) {
        cut = `cut after ${rows.length} rows, at ${maxBytes} bytes`;
        break;
      }
      rows.push(row);
    }
    results.close();
    return { columns, rows, cut };
  } finally {
    await connection.close();
    await database.close();
  }
}

/** A writer that is just closing its books admits no reader for some milliseconds. */
async function opened(open, retryMs) {
  for (const end = Date.now() + retryMs; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    try {
      const database = open();
      await database.init();
      return database;
    } catch (error) {
      if (!BUSY.test(String(error)) || Date.now() > end) throw error;
    }
  }
}

/** Nodes as { _label, id, … }, edges as { _type, … }, without what is null for their kind. */
function plain(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each)]));
  if ('_nodes' in value && '_rels' in value) return { nodes: plain(value._nodes), edges: plain(value._rels) };
  const isEdge = '_src' in value && '_dst' in value;
  const isNode = !isEdge && '_label' in value && '_id' in value;
  if (!isEdge && !isNode) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  const own = Object.entries(value).filter(([key, each]) => !key.startsWith('_') && each !== null && each !== undefined);
  return { [isEdge ? '_type' : '_label']: value._label, ...Object.fromEntries(own.map(([key, each]) => [key, plain(each)])) };
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function say(result) {
  process.stdout.write(JSON.stringify(result));
}
