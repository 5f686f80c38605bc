/** The recipes in scripts/timer are run as they stand: what they call exists, and a second time changes nothing. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 180_000 });

const root = path.join(import.meta.dirname, '..');
const recipe = (name: string): string => readFileSync(path.join(root, 'scripts', 'timer', name), 'utf8');
const base = mkdtempSync(path.join(tmpdir(), 'zhimai-timer-'));
const issues = path.join(base, 'issues');
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeAll(() => {
  mkdirSync(issues);
  for (const name of ['sources.json', 'zhedong-2026-03-12.txt', 'bashan-2025-04.txt']) {
    cpSync(path.join(root, 'corpus', name), path.join(issues, name));
  }
});

/** A checkout of its own, so that nothing is written into this one. */
function checkout(name: string): string {
  const folder = path.join(base, name);
  mkdirSync(folder);
  symlinkSync(path.join(root, 'dist'), path.join(folder, 'dist'), 'dir');
  return folder;
}

function sh(command: string, cwd: string, env: Readonly<Record<string, string>>) {
  const PATH = `${path.dirname(process.execPath)}:/usr/bin:/bin`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, env: { PATH, ...env }, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const settled = (command: string): string => command.replace('--settle 10', '--settle 1');
const report = (folder: string) =>
  JSON.parse(readFileSync(path.join(folder, 'data', 'reports', 'latest.json'), 'utf8'));

describe.runIf(process.platform !== 'win32')('Run as they stand', () => {
  test('the line of cron: silent when all is well, the reason on stderr when a file is refused', () => {
    const folder = checkout('cron');
    const line = recipe('crontab')
      .split('\n')
      .find((each) => /^\d/u.test(each))!;
    const command = settled(line.replace(/^(?:\S+ ){5}/u, ''));
    const env = { ZHIMAI: folder, ISSUES: issues, ZHIMAI_GRAPH: path.join(folder, 'data', 'graph') };
    expect(sh(command, base, env)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(report(folder)).toMatchObject({ exitCode: 0, issues: [{ state: 'new' }, { state: 'new' }], failed: null });
    expect(sh(command, base, env).status).toBe(0);
    expect(report(folder).issues.map(({ state }: { state: string }) => state)).toEqual(['unchanged', 'unchanged']);

    writeFileSync(path.join(issues, 'empty.txt'), '');
    const { stdout, stderr } = sh(command, base, env);
    rmSync(path.join(issues, 'empty.txt'));
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'zhimai: empty.txt is empty\n' });
    expect(report(folder)).toMatchObject({ exitCode: 1 });
    const text = readFileSync(path.join(folder, 'data', 'reports', 'latest.txt'), 'utf8');
    expect(text).toMatch(/^知脉运行报告 zhimai run report/u);
    expect(text).toContain('empty.txt is empty');
    expect(readdirSync(path.join(folder, 'data', 'reports')).length).toBeGreaterThanOrEqual(4);
  });

  test('the service of systemd', () => {
    const folder = checkout('systemd');
    const [, command] = /^ExecStart=(?<command>.+)$/mu.exec(recipe('zhimai.service'))!;
    const env = { ISSUES: issues, ZHIMAI_GRAPH: path.join(folder, 'data', 'graph') };
    expect(sh(settled(command!), folder, env).status).toBe(0);
    expect(report(folder)).toMatchObject({ exitCode: 0 });
  });

  // Where there is no systemd there is nothing to ask.
  if (spawnSync('systemd-analyze', ['--version']).status === 0) {
    test('systemd itself finds no fault in the units', () => {
      const units = ['zhimai.service', 'zhimai.timer'].map((name) => path.join(root, 'scripts', 'timer', name));
      const env = { ...process.env, XDG_RUNTIME_DIR: base };
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', ...units], {
        env,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  }

  test('the schedule of a CI', () => {
    const folder = checkout('ci');
    const steps = recipe('schedule.yml');
    expect(steps).not.toContain('\t');
    const [, command] = /^ +- run: (?<command>node .+ingest.+)$/mu.exec(steps)!;
    cpSync(issues, path.join(folder, 'issues'), { recursive: true });
    expect(sh(command!, folder, {}).status).toBe(0);
    expect(existsSync(path.join(folder, 'data', 'graph'))).toBe(true);
    expect(report(folder)).toMatchObject({ exitCode: 0 });
  });
});
