/** The commands as a user meets them: what they print, their exit codes, and that equal input gives equal bytes. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'dist', 'src', 'cli.js');
const corpus = path.join(root, 'corpus');
const issues = readdirSync(corpus)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map((name) => path.join(corpus, name));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in a process of its own, in a folder where nothing is, as a pipe would see it. */
function zhimai(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { ZHIMAI_GRAPH: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [cli, ...argv], { cwd: folder, env: { ...inherited, ...env } });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
  });
}

let folder: string;
beforeAll(() => {
  if (!existsSync(cli))
    throw new Error('dist/src/cli.js is not there; npm run build makes it, and npm test does so first');
  folder = mkdtempSync(path.join(os.tmpdir(), 'zhimai-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/u;

describe('help and mistakes', { timeout: 60_000 }, () => {
  const commands = ['ingest', 'extract', 'explain', 'query', 'ask', 'export', 'status', 'doctor', 'score'];

  test('each command has help with examples, and the README names it', async () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    for (const command of commands) {
      const { code, out } = await zhimai([command, '--help']);
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(out).toMatch(new RegExp(`Examples:\\n.*zhimai ${command}`, 'u'));
      expect(readme).toContain(`\`zhimai ${command}`);
    }
  });

  const mistakes: readonly (readonly [what: string, argv: readonly string[], says: string])[] = [
    ['no command', [], 'no command given'],
    ['an unknown command', ['injest'], 'injest'],
    ['an unknown option', ['extract', '.', '--fast'], '--fast'],
    ['a missing argument', ['extract'], 'path'],
    ['a missing folder', ['ingest', 'nowhere'], 'nowhere: no such file or folder'],
    ['a folder without issues', ['extract', '.'], 'no .txt file'],
    ['a value that is none', ['ingest', '.', '--concurrency', 'many'], 'whole number'],
    ['a size that is none', ['extract', '.', '--max-file', 'big'], '32MB'],
    ['a day that is none', ['explain', '今年', '--date', '2025-13-40'], '2025-12-15'],
    ['an empty text', ['explain', ' '], 'empty'],
    ['a graph that is not there', ['status', '--graph', 'nowhere'], 'nowhere'],
    ['a missing gold', ['score', '--gold', 'nowhere'], 'nowhere'],
  ];
  test.each(mistakes)('%s: one line that helps, exit 2', async (_, argv, says) => {
    const { code, out, err } = await zhimai(argv);
    expect(out).toBe('');
    expect(lines(err)).toHaveLength(1);
    expect(err).toMatch(/^zhimai: /u);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});

describe('extract', { timeout: 120_000 }, () => {
  test('prints the same bytes whatever the order of files, the machine’s language and the concurrency', async () => {
    const [one, other] = await Promise.all([
      zhimai(['extract', ...issues], { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }),
      zhimai(['extract', ...[...issues].reverse(), '--concurrency', '7'], {
        TZ: 'Asia/Shanghai',
        LANG: 'zh_CN.UTF-8',
        LC_ALL: 'tr_TR.UTF-8',
      }),
    ]);
    expect(one.code).toBe(0);
    expect(lines(one.out).length).toBeGreaterThan(issues.length);
    expect(other.out === one.out).toBe(true);
  });

  test('every observation is the text between its offsets, and control characters are none', async () => {
    const { out, err } = await zhimai(['extract', corpus]);
    let observations = 0;
    for (const line of lines(out)) {
      const article = JSON.parse(line);
      for (const o of article.observations) {
        expect(article.text.slice(o.start, o.end)).toBe(o.quote);
        observations++;
      }
      for (const entity of article.entities) {
        for (const mention of entity.mentions)
          expect(article.text.slice(mention.start, mention.end)).toBe(mention.text);
      }
    }
    expect(observations).toBeGreaterThan(100);
    expect(out + err).not.toMatch(CONTROL);
  });

  test('what is in no article is told as residue, and with the articles it covers the file', async () => {
    const { out } = await zhimai(['extract', '--residue', issues[0]!]);
    const printed = readFileSync(issues[0]!, 'utf8').replace(/^\ufeff/u, '');
    for (const line of lines(out)) {
      const { start, end, text, residue } = JSON.parse(line);
      expect(residue).toMatch(/^[a-z-]+$/u);
      expect(printed.slice(start, end)).toBe(text);
    }
    expect(lines(out).length).toBeGreaterThan(0);
  });

  test('a reader that leaves early is no error', async () => {
    const ran = await new Promise<Ran>((resolve, reject) => {
      const child = spawn(process.execPath, [cli, 'extract', corpus], { cwd: folder });
      let err = '';
      child.stdout.once('data', () => child.stdout.destroy());
      child.stderr.setEncoding('utf8').on('data', (text) => {
        err += text;
      });
      child.on('error', reject).on('close', (code) => resolve({ code, out: '', err }));
    });
    expect(ran).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('the corpus in the graph', { timeout: 120_000 }, () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const ask = async (...argv: string[]) => JSON.parse((await zhimai(['ask', ...argv, '--json', '--graph', 'own'])).out);

  beforeAll(async () => {
    const { code, err } = await zhimai(['ingest', corpus, '--graph', 'own']);
    expect({ code, issues: lines(err).length }).toEqual({ code: 0, issues: issues.length });
  }, 120_000);

  test('the first screen of the README is what the graph says', async () => {
    const [, printed] = /^> (?<sentence>.+)$/mu.exec(readme)!;
    const rows = (await ask('county', '--param', 'county=玉环县')).filter(
      (row: { sentence: string }) => row.sentence === printed,
    );
    const claimed = [...readme.matchAll(/^\| (?<cells>[^|]+(?: \| [^|]+){6}) \|$/gmu)]
      .map(({ groups }) => groups!.cells!.split(' | '))
      .filter(([quote]) => printed!.includes(quote!));
    const said = rows.map((row: Record<string, unknown>) =>
      ['quote', 'metric', 'value', 'unit', 'period', 'kind'].map((name) => String(row[name])),
    );
    expect(claimed.map((cells) => cells.slice(0, 6)).sort()).toEqual(said.sort());
    expect(claimed).toHaveLength(4);
  });

  test('a second run writes nothing and says so', async () => {
    const { code, err, out } = await zhimai(['ingest', corpus, '--graph', 'own', '--json']);
    expect(code).toBe(0);
    expect(lines(err).every((line) => line.endsWith('unchanged'))).toBe(true);
    expect(JSON.parse(out).issues.map(({ change }: { change: unknown }) => change)).toEqual(issues.map(() => null));
  });

  test('every quote is the text between its offsets, by one query', async () => {
    expect((await ask('evidence')).map(({ proved }: { proved: boolean }) => proved)).toEqual([true]);
  });

  test('two issues that print different values are shown with both', async () => {
    const values = (await ask('disagreements', '--param', 'metric=规模以上工业增加值'))
      .filter((row: { subject: string }) => row.subject === '仙居县')
      .map((row: { value: number }) => row.value);
    expect(values.sort()).toEqual([38.6, 39, 39.2]);
  });

  test('the same rows as JSON and as CSV', async () => {
    const { out } = await zhimai(['ask', 'shared-programs', '--csv', '--graph', 'own']);
    const rows = parse(out, { columns: true }) as Record<string, string>[];
    const asJson: Record<string, unknown>[] = await ask('shared-programs');
    expect(rows).toEqual(
      asJson.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? '')]))),
    );
  });

  test('a table for people shows the sentence behind each row', async () => {
    const { out } = await zhimai([
      'ask',
      'series',
      '--param',
      'county=玉环',
      '--param',
      'metric=规模以上工业增加值',
      '--graph',
      'own',
    ]);
    expect(out).toContain('全县【规模以上工业增加值96.4亿元】，同比增长7.2%');
    expect(out).not.toMatch(CONTROL);
  });

  test('what writes or reads files is refused, in one line with the reason', async () => {
    for (const cypher of [
      'MATCH (n) DETACH DELETE n',
      "LOAD FROM '/etc/passwd' RETURN *",
      'MATCH (n) RETURN n; MATCH (m) RETURN m',
    ]) {
      const { code, out, err } = await zhimai(['query', cypher, '--graph', 'own']);
      expect({ code, out, lines: lines(err).length }).toEqual({ code: 2, out: '', lines: 1 });
      expect(err).toContain('refused');
    }
  });

  test('a question asked wrongly says how to ask it', async () => {
    expect((await zhimai(['ask', 'county', '--graph', 'own'])).err).toMatch(
      /county is missing; e\.g\. --param county=/u,
    );
    expect((await zhimai(['ask', 'counti', '--graph', 'own'])).err).toMatch(/--list/u);
  });
});

describe('bad files among good ones', { timeout: 120_000 }, () => {
  test('each bad file is one line, the good ones load, exit 1', async () => {
    const inbox = path.join(folder, 'inbox');
    mkdirSync(inbox);
    const good = readFileSync(issues[0]!, 'utf8');
    const whole = Buffer.from(good.repeat(1));
    writeFileSync(path.join(inbox, 'good.txt'), good);
    writeFileSync(
      path.join(inbox, 'gbk.txt'),
      iconv.encode(readFileSync(issues[1]!, 'utf8').replace(/^\ufeff/u, ''), 'gb18030'),
    );
    writeFileSync(path.join(inbox, 'empty.txt'), '');
    writeFileSync(path.join(inbox, 'one.txt'), '县');
    writeFileSync(path.join(inbox, 'binary.txt'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0]));
    writeFileSync(path.join(inbox, 'half.txt'), whole.subarray(0, 2 + whole.lastIndexOf(Buffer.from('的'))));
    writeFileSync(path.join(inbox, 'large.txt'), '县'.repeat(400_000));
    writeFileSync(
      path.join(inbox, 'sources.json'),
      '[{"file": "good.txt", "date": "2025-02-30"}, {"file": "gbk.txt", "publication": "浙里观察", "date": "2024-03-01"}]',
    );

    const ran = await zhimai(['ingest', 'inbox', '--graph', 'bad-files', '--max-file', '1MB']);
    const complaints = lines(ran.err).filter((line) => line.startsWith('zhimai: '));
    for (const name of ['empty.txt', 'one.txt', 'binary.txt', 'half.txt', 'large.txt', 'good.txt']) {
      expect(complaints.filter((line) => line.includes(name))).toHaveLength(1);
    }
    expect(complaints).toHaveLength(6);
    expect(complaints).toContain(
      'zhimai: one.txt holds no text that can be read as an article; give the whole issue, or take the file away',
    );
    expect(ran.code).toBe(1);
    expect(ran.out + ran.err).not.toMatch(CONTROL);

    const status = JSON.parse((await zhimai(['status', '--graph', 'bad-files', '--json'])).out);
    expect(status.issues.map((issue: { file: string }) => issue.file).sort()).toEqual(['gbk.txt', 'good.txt']);
  });
});

describe('a graph that cannot be had', { timeout: 60_000 }, () => {
  const oneLine = async (argv: readonly string[], env: Record<string, string>, says: RegExp) => {
    const { code, err } = await zhimai(argv, env);
    const complaints = lines(err).filter((line) => line.startsWith('zhimai: '));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(says);
    expect(err).not.toMatch(/\n\s+at /u);
    expect(code).toBe(2);
  };

  test('a folder that cannot be written', async () => {
    writeFileSync(path.join(folder, 'a-file'), '');
    await oneLine(['ingest', issues[0]!, '--graph', 'a-file/graph'], {}, /a-file/u);
  });

  const server = process.env.ZHIMAI_TEST_NEO4J;
  if (server) {
    test('a server with another password', async () => {
      await oneLine(['ingest', issues[0]!, '--graph', server], { NEO4J_PASSWORD: 'not this one' }, /NEO4J_PASSWORD/u);
    });
  }

  test('a server that is down', async () => {
    await oneLine(['ingest', issues[0]!, '--graph', 'bolt://127.0.0.1:9'], { NEO4J_PASSWORD: 'x' }, /127\.0\.0\.1:9/u);
  });
});
