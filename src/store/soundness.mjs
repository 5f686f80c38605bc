/**
 * A process of its own for soundness.ts: opens an embedded graph, runs statements that read it through, and closes it.
 * stdin: { addon, file, bufferPoolSize, maxDBSize, statements }; exit 0, or 1 with the reason as the last line of stderr.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { addon, file, bufferPoolSize, maxDBSize, statements } = JSON.parse(readFileSync(0, 'utf8'));
const { Database, Connection } = createRequire(import.meta.url)(addon);

try {
  const database = new Database(file, bufferPoolSize, true, false, maxDBSize);
  await database.init();
  const connection = new Connection(database);
  await connection.init();
  for (const cypher of statements) {
    const result = await connection.query(cypher);
    await result.getAll();
    result.close();
  }
  await connection.close();
  await database.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
