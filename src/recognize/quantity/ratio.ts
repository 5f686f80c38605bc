/**
 * Ratios and fractions with a sign: 城乡居民收入比1.55:1 → 1.55 without a unit, 1∶1.8 → 1, 占1/3 → 33.33 %.
 * Times (8:30) and scores (3:2) are none.
 */
import type { Quantity } from '../../model.js';
import { clauseBefore } from './around.js';

const RATIO = /(\d+(?:\.\d+)?)[:：∶﹕](\d+(?:\.\d+)?)(?:[:：∶﹕]\d+(?:\.\d+)?)*(?![:：∶﹕\d])/uy;
const SLASH = /(\d{1,2})\/(\d{1,3})(?![\d/])/uy;

export type RatioOutcome = { readonly take: Quantity } | { readonly why: string; readonly end: number };

/** The ratio that starts at `at`; why not, where it has the form of one; null where nothing of the kind stands there. */
export function ratioAt(text: string, at: number): RatioOutcome | null {
  RATIO.lastIndex = at;
  const ratio = RATIO.exec(text);
  if (ratio !== null) {
    const end = at + ratio[0].length;
    const clause = clauseBefore(text, at, 24);
    const named = /比(?![分赛])|倍差/u.test(clause) || /^的?比例/u.test(text.slice(end, end + 3));
    const decimal = ratio[1]!.includes('.') || ratio[2]!.includes('.');
    if (!named && /^\d{2}$/u.test(ratio[2]!) && Number(ratio[1]) < 25) return { why: 'a time of day', end };
    if (!named && !decimal && ratio[1] !== '1' && ratio[2] !== '1') return { why: 'a score or a time', end };
    return { take: quantity(text, at, end, Number(ratio[1]), null, 'ratio', ratio[1]!.length) };
  }
  SLASH.lastIndex = at;
  const slash = SLASH.exec(text);
  if (slash === null) return null;
  const end = at + slash[0].length;
  const [part, whole] = [Number(slash[1]), Number(slash[2])];
  const framed = /(?:占|约|近|的|超过|不足|不到)$/u.test(text.slice(Math.max(0, at - 3), at));
  if (!framed || part >= whole || part === 0) return { why: 'a date or a name with a slash', end };
  return { take: quantity(text, at, end, Math.round((part / whole) * 1e4) / 100, '%', 'fraction', slash[0].length) };
}

function quantity(
  text: string,
  start: number,
  end: number,
  value: number,
  unit: string | null,
  form: 'ratio' | 'fraction',
  numeralLength: number,
): Quantity {
  return {
    start,
    end,
    text: text.slice(start, end),
    value,
    valueTo: null,
    unit,
    approx: null,
    form,
    rule: `quantity/${form === 'ratio' ? 'ratio' : 'slash-fraction'}`,
    numeral: { start, end: start + numeralLength },
  };
}
