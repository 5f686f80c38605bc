/** The lock beside a graph: who holds it, and what becomes of the lock of a dead run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GraphLocked, lockGraph } from '../src/store/lock.js';

const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a killed run leaves. */
function deadLock(name: string, pid: number, host = hostname()): string {
  const base = path.join(folder, name);
  mkdirSync(`${base}.lock`);
  writeFileSync(`${base}.holder.json`, JSON.stringify({ pid, host, since: '2024-06-01T08:00:00.000Z' }));
  return base;
}
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid!;

test('the lock of a dead run that had our own number, as in a container, is taken over', async () => {
  const base = deadLock('own', process.pid);
  await (await lockGraph('graph', base))();
  expect(existsSync(`${base}.lock`)).toBe(false);
});

test('of many runs that find a dead lock exactly one takes it over', async () => {
  const base = deadLock('many', deadPid());
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockGraph('graph', base)));
  const won = taken.filter((each) => each.status === 'fulfilled');
  expect(won).toHaveLength(1);
  for (const each of taken) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(GraphLocked);
  await won[0]!.value();
});

test('a run on another machine may live: its lock stands, and the message names it', async () => {
  const base = deadLock('far', deadPid(), 'desk-3');
  await expect(lockGraph('graph', base)).rejects.toThrow(
    /another run is writing it \(pid \d+ on desk-3 since 2024-06-01T/u,
  );
});
