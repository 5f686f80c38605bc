/**
 * Many issues out of few: copies of a folder with other numbers in the text and an issue of its own each, so that a
 * load can be measured as it grows.
 *
 *   copiesOf('corpus', 10, '/tmp/x') → /tmp/x/003-jiangnan-2025-12.txt … and a sources.json with 合成3 · 2025 · no. 7 …
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { issueFiles } from '../../src/cli/files.js';
import { issueOfBytes } from '../../src/read/issue.js';

/** @returns how many issues there are */
export function copiesOf(folder: string, times: number, to: string): number {
  mkdirSync(to, { recursive: true });
  const rows: object[] = [];
  for (let copy = 0; copy < times; copy++) {
    for (const [nth, from] of issueFiles([folder]).entries()) {
      const file = `${String(copy).padStart(3, '0')}-${path.basename(from)}`;
      // One of them is in GB18030.
      const printed = issueOfBytes(readFileSync(from), file, null).value?.printed ?? '';
      writeFileSync(path.join(to, file), shifted(printed, copy));
      const number = nth + 1;
      const day = String(1 + (nth % 28)).padStart(2, '0');
      rows.push({ file, publication: `合成${copy}`, year: 2025, number, totalNumber: null, date: `2025-06-${day}` });
    }
  }
  writeFileSync(path.join(to, 'sources.json'), JSON.stringify(rows));
  return rows.length;
}

/** 38.6亿元 → 39.7亿元: every digit but those of years and dates moves by the number of the copy. */
const shifted = (text: string, by: number): string =>
  text.replace(/(?<![\d.])\d+(?:\.\d+)?(?![\d年月日期号])/gu, (number) =>
    number.replace(/\d/gu, (digit, at: number) => {
      const moved = (Number(digit) + by) % 10;
      return String(at === 0 && moved === 0 ? 1 : moved);
    }),
  );
