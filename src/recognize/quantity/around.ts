/**
 * The words around a number that make it approximate or a bound: 约, 超过, 突破 before it, 以上, 左右 after it.
 * 达 and 高达 set nothing.
 */

const BOUND_BEFORE =
  /(?:大约|约为|约占|约有|约|将近|接近|近|超过|超出|远超|超|逾|首次突破|突破|首破|破|不到|不足|不满|不少于|不低于|不小于|不超过|不高于|不大于|不多于|不下于|不下|至少|最少|最多|至多|达不到|低于|高于|小于|大于|少于|多于|上|过|数|仅)$/u;
/** 节约, 签约, 附近, 打破: the same characters inside another word. */
const NOT_BOUND: Readonly<Record<string, RegExp>> = {
  约: /[节签合预条契公违邀相特制守爽履解]约$/u,
  近: /[附临最邻靠亲远就]近$/u,
  超: /[赶反]超$/u,
  破: /[打爆攻告侦击冲识]破$/u,
  上: /[以网线地海岸路船身墙街会早晚马之基史世]上$/u,
  过: /[通经超不走度]过$/u,
};
const BOUND_AFTER =
  /^(?:以上|以下|以内|之内|之上|之下|左右|上下|有余|开外|不等|内(?=完成|建成|办结|送达|到达|[，。,、；)）]|[^部外地容在需涵销设生陆政向核心]))/u;
/** 三年多, 一倍多: 多 after these units bounds the number. */
const MORE = /^[年天里米斤吨亩倍番成]多(?![种样元次个名家项条])/u;

export interface Bound {
  readonly word: string;
  readonly length: number;
}

/**
 * @param bare  the number is a bare 百, 千, 万, 亿 (上百, 过百): only then 上 and 过 bound it
 */
export function boundBefore(text: string, at: number, bare: boolean): Bound | null {
  const before = text.slice(Math.max(0, at - 6), at);
  const word = BOUND_BEFORE.exec(before)?.[0];
  if (word === undefined || word === '数' || word === '仅') return null;
  if ((word === '上' || word === '过') && !bare) return null;
  if (NOT_BOUND[word]?.test(before) === true) return null;
  // 首次突破 prints the bound 突破.
  const printed = word.replace(/^首次/u, '').replace(/^约[占有为]$/u, '约');
  return { word: printed, length: word.length };
}

export function boundAfter(text: string, at: number): Bound | null {
  if (MORE.test(text.slice(at - 1, at + 2))) return { word: '多', length: 1 };
  const word = BOUND_AFTER.exec(text.slice(at, at + 4))?.[0];
  return word === undefined ? null : { word, length: word.length };
}

const CLAUSE_ENDS = new Set('，,。；！？：\n');
const SENTENCE_ENDS = new Set('。！？\n');

function leftOf(text: string, at: number, reach: number, ends: ReadonlySet<string>): string {
  const least = Math.max(0, at - reach);
  let start = at;
  while (start > least && !ends.has(text.charAt(start - 1))) start--;
  return text.slice(start, at);
}

/** The clause left of an offset, without the punctuation that opens it. */
export function clauseBefore(text: string, at: number, reach = 40): string {
  return leftOf(text, at, reach, CLAUSE_ENDS);
}

/** The sentence left of an offset. */
export function sentenceBefore(text: string, at: number, reach = 60): string {
  return leftOf(text, at, reach, SENTENCE_ENDS);
}
