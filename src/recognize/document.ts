/**
 * Finds documents: whatever stands in 《》, over lines and nested, except the article's own newspaper.
 *
 *   印发《浙江省档案条例》 → { type: 'Document', name: '浙江省档案条例', text: '《浙江省档案条例》' }
 */
import type { Mention, Reading, Refusal } from '../model.js';
import type { Recognizer } from './recognizer.js';

const OPEN = /[《]/gu;
/** Longer than any title that is printed: the closing mark is missing. */
const LONGEST = 120;

/** 《今日浙江》杂志, 据《浙江日报》报道: a periodical as the place of print. */
const PERIODICAL = /(?:日报|晚报|早报|晨报|商报|时报|周报|快报|周刊|月刊|今日浙江|半月谈|求是)$/u;
const PERIODICAL_AFTER = /^(?:杂志|记者|讯|报道|刊发|刊登|头版|客户端|微信|编辑部|社)/u;

const CALLED = /[(（](?:以下)?(?:简称|下称)[:：]?$/u;

export const document: Recognizer = {
  finds: ['Document'],
  find({ article }: Reading) {
    const { text } = article;
    const mentions: Mention[] = [];
    const refused: Refusal[] = [];
    /** Short title → full title. */
    const called = new Map<string, string>();
    for (const match of text.matchAll(OPEN)) {
      const start = match.index;
      if (mentions.length > 0 && start < mentions[mentions.length - 1]!.end) continue;
      let depth = 0;
      let end = -1;
      for (let at = start; at < Math.min(text.length, start + LONGEST); at++) {
        if (text[at] === '《') depth++;
        else if (text[at] === '》' && --depth === 0) {
          end = at + 1;
          break;
        }
      }
      if (end < 0) {
        refused.push({
          start,
          end: Math.min(text.length, start + 12),
          text: text.slice(start, start + 12),
          what: 'Document',
          why: 'no closing 》 in reach',
          rule: 'document/unclosed',
        });
        continue;
      }
      const printed = text.slice(start, end);
      const name = printed.slice(1, -1).replace(/\s+/gu, '');
      if (name === '') continue;
      if (PERIODICAL.test(name) || PERIODICAL_AFTER.test(text.slice(end, end + 4))) {
        refused.push({ start, end, text: printed, what: 'Document', why: 'a periodical', rule: 'document/periodical' });
        continue;
      }
      // 《浙江省档案条例》(以下简称《条例》)
      const last = mentions[mentions.length - 1];
      if (last && CALLED.test(text.slice(Math.max(0, start - 8), start))) called.set(name, last.name);
      const full = called.get(name);
      const rule = full ? 'document/short-form' : 'document/title-marks';
      mentions.push({ type: 'Document', name: full ?? name, text: printed, start, end, rule, candidates: [] });
    }
    return { mentions, refused };
  },
};
