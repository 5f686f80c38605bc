/**
 * The notebook runs from its first cell to its chart, on a graph of the corpus that pandas and ladybug open.
 * It needs scripts/notebook/requirements.txt, in ZHIMAI_TEST_PYTHON, .venv or python3; without them it is skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const notebook = path.join('scripts', 'notebook', 'county.ipynb');

const python = [process.env.ZHIMAI_TEST_PYTHON, path.join(root, '.venv', 'bin', 'python'), 'python3'].find(
  (program) =>
    program !== undefined &&
    spawnSync(program, ['-c', 'import ladybug, pandas, matplotlib'], { timeout: 60_000 }).status === 0,
);

test('ladybug is pinned to the version that writes the graph', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const requirements = readFileSync(path.join(root, 'scripts', 'notebook', 'requirements.txt'), 'utf8');
  expect(requirements).toContain(`ladybug==${dependencies['@ladybugdb/core']}\n`);
});

test('the notebook is saved without what it printed', () => {
  const { cells } = JSON.parse(readFileSync(path.join(root, notebook), 'utf8')) as {
    cells: { cell_type: string; outputs?: unknown[]; execution_count?: number | null }[];
  };
  for (const cell of cells.filter((each) => each.cell_type === 'code')) {
    expect([cell.outputs, cell.execution_count]).toEqual([[], null]);
  }
});

test.runIf(python !== undefined)(
  'the notebook draws its chart from the CSV and the graph',
  { timeout: 300_000 },
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-notebook-'));
    const graph = path.join(folder, 'graph');
    const run = (program: string, ...argv: string[]): string => {
      const env = {
        ...process.env,
        ZHIMAI_GRAPH: graph,
        ZHIMAI_OBSERVATIONS: path.join(folder, 'observations.csv'),
        ZHIMAI_CHART: path.join(folder, 'chart.png'),
        PYTHONIOENCODING: 'utf-8',
      };
      const { status, stdout, stderr } = spawnSync(program, argv, { cwd: root, env, encoding: 'utf8' });
      expect([argv.slice(1, 4), status, status === 0 ? '' : stderr]).toEqual([argv.slice(1, 4), 0, '']);
      return stdout;
    };
    try {
      const cli = path.join(root, 'dist', 'src', 'cli.js');
      run(process.execPath, cli, 'ingest', 'corpus');
      for (const format of ['csv', 'parquet']) {
        run(process.execPath, cli, 'export', '--format', format, '--out', path.join(folder, `observations.${format}`));
      }
      expect(run(python!, path.join('scripts', 'notebook', 'run.py'), notebook)).toMatch(/chart\.png \d+ points/u);
      expect(readFileSync(path.join(folder, 'chart.png')).subarray(1, 4).toString()).toBe('PNG');
      expect(existsSync(path.join(folder, 'observations.parquet'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
