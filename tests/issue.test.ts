/** Files as they arrive, good and bad, written into a temporary folder by each test. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIssue, readSources, type SourceRow } from '../src/read/issue.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhimai-issue-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TEXT = '江南时讯\n2024年第12期 总第306期 月刊\n\n山坞村里建起了分拣中心，去年带动四十余户村民增收。\n';

async function read(name: string, bytes: string | Uint8Array, row: SourceRow | null = null, maxFileBytes?: number) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readIssue(path, row, maxFileBytes === undefined ? {} : { maxFileBytes });
}

describe('charsets', () => {
  const mark = (bytes: number[], body: Uint8Array): Uint8Array => Uint8Array.from([...bytes, ...body]);
  const files: [charset: string, bytes: Uint8Array][] = [
    ['UTF-8', iconv.encode(TEXT, 'utf8')],
    ['UTF-8 with BOM', mark([0xef, 0xbb, 0xbf], iconv.encode(TEXT, 'utf8'))],
    ['GB18030', iconv.encode(TEXT.repeat(4), 'gb18030')],
    ['UTF-16LE with BOM', mark([0xff, 0xfe], iconv.encode(TEXT, 'utf16le'))],
    ['UTF-16BE with BOM', mark([0xfe, 0xff], iconv.encode(TEXT, 'utf16be'))],
  ];
  test.each(files)('reads %s', async (charset, bytes) => {
    const { value, problems } = await read(`${charset}.txt`, bytes);
    expect(problems).toEqual([]);
    expect(value?.printed.startsWith(TEXT)).toBe(true);
    expect(value?.sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('a rare character survives GB18030 and UTF-16', async () => {
    const text = `${TEXT}𠮷水村的茶叶卖到了海外，全村增收二十万元。`;
    for (const charset of ['gb18030', 'utf16le'] as const) {
      const body = iconv.encode(text, charset);
      const { value } = await read(`rare-${charset}.txt`, charset === 'utf16le' ? mark([0xff, 0xfe], body) : body);
      expect(value?.printed).toBe(text);
    }
  });
});

describe('refused, with one line that says why', () => {
  const cut = iconv.encode(TEXT, 'utf8').subarray(0, -3);
  const files: [what: string, rule: string, bytes: Uint8Array | string, max?: number][] = [
    ['empty', 'issue/empty', ''],
    ['only blank lines', 'issue/empty', '\n \u3000\n'],
    ['binary', 'issue/binary', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0x99, 0xfe, 0xff])],
    ['no text', 'issue/binary', Uint8Array.from({ length: 999 }, (_, i) => (i * 7919 + 131) % 31 || 0xff)],
    ['too large', 'issue/too-large', TEXT, 40],
    ['half a character at the end', 'issue/cut', cut],
    ['half a GB18030 character', 'issue/cut', iconv.encode(TEXT.repeat(4), 'gb18030').subarray(0, -2)],
    ['half a UTF-16 character', 'issue/cut', Uint8Array.from([0xff, 0xfe, 0x71, 0x67, 0x82])],
  ];
  test.each(files)('%s', async (what, rule, bytes, max) => {
    const { value, problems } = await read(`${what}.txt`, bytes, null, max);
    expect(value).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ level: 'refused', rule, file: `${what}.txt` });
    expect(problems[0]?.message).toContain(`${what}.txt`);
    expect(problems[0]?.message).not.toMatch(/\n/u);
  });

  test('missing, and a folder', async () => {
    expect((await readIssue(join(folder, 'nowhere.txt'), null)).problems[0]?.rule).toBe('issue/missing');
    expect((await readIssue(folder, null)).problems[0]?.rule).toBe('issue/unreadable');
  });
});

describe('what an issue is called', () => {
  const row = (more: Partial<SourceRow>): SourceRow => ({
    file: 'x.txt',
    publication: null,
    year: null,
    number: null,
    totalNumber: null,
    date: null,
    ...more,
  });

  test('its masthead speaks where the row is silent', async () => {
    const { value } = await read('march.txt', TEXT, row({ date: '2024-12-01' }));
    expect(value).toMatchObject({
      publication: '江南时讯',
      year: 2024,
      number: 12,
      totalNumber: 306,
      date: '2024-12-01',
    });
    expect(value?.id).toBe('江南时讯-2024-12');
  });

  test('the row wins over the masthead', async () => {
    const { value } = await read('april.txt', TEXT, row({ publication: '江南', number: 13 }));
    expect(value?.id).toBe('江南-2024-13');
  });

  test('a newspaper page is known by day and file', async () => {
    const page = '海岸日报 2023年5月6日 星期六 第3版\n\n渔港新貌\n\n今年以来，渔港完成改造。\n';
    const { value } = await read('page3.txt', page);
    expect(value).toMatchObject({ publication: '海岸日报', year: 2023, number: null, date: '2023-05-06' });
    expect(value?.id).toBe('海岸日报-2023-05-06-page3');
  });

  test('a day inside an article is not the day of the issue', async () => {
    const { value } = await read('plain.txt', '2021年6月10日，山坞村的直播间开张了。\n\n村民们都来看热闹。\n');
    expect(value).toMatchObject({ publication: null, date: null, id: 'plain' });
  });
});

describe('sources.json', () => {
  const sources = async (content: string | null) => {
    const own = await mkdtemp(join(folder, 'rows-'));
    if (content !== null) await writeFile(join(own, 'sources.json'), content);
    return readSources(own);
  };

  test('may be missing', async () => {
    const { value, problems } = await sources(null);
    expect([value.size, problems]).toEqual([0, []]);
  });

  test('a wrong row is named with its number and field, and the others count', async () => {
    const { value, problems } = await sources(
      JSON.stringify([
        { file: 'a.txt', publication: '江南时讯', year: 2024, number: 3, date: '2024-02-30' },
        { file: 'b.txt', publication: '江南时讯', year: 2024, number: 4, title: 'another field' },
        { publication: '江南时讯' },
        { file: 'c.txt', year: '2024' },
      ]),
    );
    expect([...value.keys()]).toEqual(['b.txt']);
    expect(value.get('b.txt')).toMatchObject({ number: 4, totalNumber: null, date: null });
    expect(problems).toHaveLength(3);
    expect(problems[0]?.message).toMatch(/sources\.json, row 1 \(a\.txt\): date: /u);
    expect(problems[1]?.message).toMatch(/row 3: file: /u);
    expect(problems[2]?.message).toMatch(/row 4 \(c\.txt\): year: /u);
  });

  test('that is no JSON, or no list, is one problem', async () => {
    for (const content of ['{ "file": ', '{ "file": "a.txt" }']) {
      const { value, problems } = await sources(content);
      expect(value.size).toBe(0);
      expect(problems).toHaveLength(1);
      expect(problems[0]?.message).toContain('sources.json');
    }
  });
});
