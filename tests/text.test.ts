import { describe, expect, test } from 'vitest';
import { cleanHeadline, cleanParagraph, foldHalfWidth, sentenceSpans, squash } from '../src/read/text.js';

const clean = (printed: string): string => cleanParagraph(printed, [{ start: 0, end: printed.length }]).text;

describe('half-width folding', () => {
  const rows: [printed: string, folded: string][] = [
    ['３２．５％', '32.5%'],
    ['ＧＤＰ增长＋４％', 'GDP增长+4%'],
    ['２０２１－２０２５', '2021-2025'],
    // Chinese punctuation is no ASCII punctuation.
    ['增收，４万元；其中：', '增收，4万元；其中：'],
    // Not NFKC: these stay what they are.
    ['①约５㎡……', '①约5㎡……'],
    ['𠮷水村', '𠮷水村'],
  ];
  test.each(rows)('%s → %s', (printed, folded) => {
    expect(foldHalfWidth(printed)).toBe(folded);
    expect(foldHalfWidth(printed)).toHaveLength(printed.length);
  });
});

describe('spaces and line breaks of typesetting', () => {
  const rows: [printed: string, text: string][] = [
    ['山区 26 县', '山区26县'],
    ['投资 1.5 亿 元', '投资1.5亿元'],
    ['实 施 富 民 行\n\n动', '实施富民行动'],
    ['　　村里\n的路', '村里的路'],
    ['使用 Smart Farm 系统', '使用Smart Farm系统'],
    ['发布 Model 3 和 iPhone 15', '发布Model 3和iPhone 15'],
    ['升级 5G SA\n网络', '升级5G SA网络'],
    ['由 Green\nValley 公司', '由Green Valley公司'],
    ['到𠮷 水 村', '到𠮷水村'],
  ];
  test.each(rows)('%j → %s', (printed, text) => {
    expect(clean(printed)).toBe(text);
  });
});

test('maps every unit of the clean text to its printed offset', () => {
  const printed = '去年，𠮷水 村\n\n接待游客 ３ 万人次。▲桥头\n\n今年更多。';
  const [caption, after] = [printed.indexOf('▲'), printed.indexOf('今年')];
  const pieces = [
    { start: 0, end: caption },
    { start: after, end: printed.length },
  ];
  const { text, printedAt } = cleanParagraph(printed, pieces);
  expect(text).toBe('去年，𠮷水村接待游客3万人次。今年更多。');
  expect(printedAt).toHaveLength(text.length);
  for (let i = 0; i < text.length; i++) expect(foldHalfWidth(printed[printedAt[i]!]!)).toBe(text[i]);
});

describe('headlines', () => {
  const rows: [printed: string, title: string][] = [
    ['山门开了  路也宽了', '山门开了 路也宽了'],
    ['在 海 岛 上 建 学 校', '在海岛上建学校'],
    ['构筑　新优势', '构筑 新优势'],
  ];
  test.each(rows)('%s → %s', (printed, title) => {
    expect(cleanHeadline(printed)).toBe(title);
  });
});

describe('sentences', () => {
  const rows: [text: string, sentences: string[]][] = [
    ['产值9.4亿元。增长4%。', ['产值9.4亿元。', '增长4%。']],
    ['“路通了！”他说。', ['“路通了！”', '他说。']],
    ['先修路；再建厂；最后招商', ['先修路；再建厂；最后招商']],
    ['还有谁？（笑）没有了……', ['还有谁？', '（笑）没有了……']],
    ['“怎么办？！”', ['“怎么办？！”']],
  ];
  test.each(rows)('%s', (text, sentences) => {
    const spans = sentenceSpans(text, { start: 0, end: text.length });
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
  });
});

test('squash drops all white space', () => {
  expect(squash(' ３ 万\u3000元\n')).toBe('3万元');
});
