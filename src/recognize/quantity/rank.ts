/**
 * Places in an order: 居全区第四 → 4 位, 列全省第2位 → 2 位, 全国第一 → 1 位, 居全省首位 → 1 位, 位居全省前5 → 5 位 (前).
 * An ordinal is a rank only in such a frame; 第三产业, 第二批, 第一书记 are none.
 */
import type { Quantity } from '../../model.js';
import { readNumeral } from '../numeral.js';
import { clauseBefore } from './around.js';

const ORDINAL = /第?([一二三四五六七八九十]{1,4}|\d{1,4})(位|名)?(?!\d)/uy;
const FIRST = /(?:首位|榜首|第一位)/uy;
// 居, 位列, 跃升至: the field may stand between them and the ordinal (位居山区26县第二).
const VERB =
  /(?:位居|位列|名列|跃居|稳居|居|并列|列|排名|排位|位次|名次|排在|排到|排|升至|升到|跃升至|上升至|上升到|跃至|提升至|前移至|晋升|荣登|登上|获评|获|占据|保持|位于|跻身|摘得)[^，,。；！？]{0,22}$/u;
const SCOPE =
  /(?:全国|全省|全市|全县|全区|全镇|全球|世界|亚洲|国内|国际|省内|市内|全州|同类|同行|行业|长三角|中国|浙江|系统|百强[县镇区市]|[省市县区]|第[一二三四五六七八九]?类|规模|总量|增速|增幅|考核|测评|满意度)(?:[\u4e00-\u9fff\d]{0,8}?)$/u;
const DIRECT_SCOPE =
  /(?:全国|全省|全市|全县|全区|全镇|全球|世界|亚洲|国内|省内|全行业|长三角|百强[县镇区市]|排名|排位|位次|位列|名列|[县市省区])$/u;
/** What makes the ordinal one of a list: 第一书记, 第二批, 第三产业. */
const ORDINAL_NOUN =
  /^(?:个|批|家|次|届|期|季度|产业|书记|时间|线|方阵|梯队|方针|条|章|节|轮|代|阶段|步|大|座|艘|口井|块|种|类|届|年|天|村|镇|县|市|人民?|医院|中学|小学|支部|党支部|产业|资源|动力|要务|责任|生产力|车间|届|组|篇|道|笔|份|张|台|所|届|站|炮|枪|桶|关|把|目击|手|任|师|军|部|集|版|场|棒|公里|层|站|把火|炉|栋|幢|号|届|女|子|者|品牌|大道|大港|大|[桥路街](?!.{0,2}位)|梯次|序列|需求|要素|任务|目标|课|议题|反应|印象|堂课|粒|颗|届|国家)/u;

/** The rank whose ordinal starts at `at` (at the digit, at 第 or at 首), or null. */
export function rankAt(text: string, at: number): Quantity | null {
  return firstPlace(text, at) ?? ordinalPlace(text, at);
}

function firstPlace(text: string, at: number): Quantity | null {
  FIRST.lastIndex = at;
  const word = FIRST.exec(text)?.[0];
  if (
    word === undefined ||
    word === '第一位' ||
    /^(?:[度品]|产业|责任|任务|战略|工程|目标|位置)/u.test(text.slice(at + word.length, at + word.length + 2))
  )
    return null;
  const clause = clauseBefore(text, at, 26);
  if (!VERB.test(clause) && !DIRECT_SCOPE.test(clause)) return null;
  // 摆在首位, 放在首位 speak of importance.
  if (/(?:摆|放|排)在[^，,。；]{0,6}$/u.test(clause)) return null;
  const end = at + word.length;
  return {
    start: at,
    end,
    text: word,
    value: 1,
    valueTo: null,
    unit: '位',
    approx: null,
    form: 'rank',
    rule: 'quantity/first-place',
    numeral: { start: at, end: at + 1 },
  };
}

function ordinalPlace(text: string, at: number): Quantity | null {
  const marker = text.charAt(at) === '第' ? '第' : text.charAt(at - 1);
  if (marker !== '第' && marker !== '前') return null;
  const from = text.charAt(at) === '第' ? at + 1 : at;
  ORDINAL.lastIndex = from;
  const match = ORDINAL.exec(text);
  if (match === null) return null;
  const value = readNumeral(match[1]!);
  if (value === null || value < 1) return null;
  const start = from - 1;
  const end = from + match[0].length;
  const after = text.slice(end, end + 6);
  if (match[2] === undefined && ORDINAL_NOUN.test(after)) return null;
  // 前三季度, 前10个月, 前两年 are times.
  if (marker === '前' && (match[2] === '名' || /^(?:个|季度|年|月|天|期|次|批|家|轮|[十百千万亿余多])/u.test(after)))
    return null;
  if (marker === '第' && match[2] === '名' && /^[\u4e00-\u9fff]/u.test(after) && !/^(?:[的和及与]|，)/u.test(after))
    return null;
  const clause = clauseBefore(text, start, 30);
  if (!DIRECT_SCOPE.test(clause) && !VERB.test(clause) && !(marker === '第' && SCOPE.test(clause) && closes(after)))
    return null;
  // 列为第一要务, 作为第一; 在第一位 speak of importance.
  if (/(?:作为|列为|摆在|放在|当作|视为|成为|坚持)$/u.test(clause)) return null;
  return {
    start,
    end,
    text: text.slice(start, end),
    value,
    valueTo: null,
    unit: '位',
    approx: marker === '前' ? '前' : null,
    form: 'rank',
    rule: marker === '前' ? 'quantity/rank-within' : 'quantity/rank',
    numeral: { start: from, end: from + match[1]!.length },
  };
}

function closes(after: string): boolean {
  return after === '' || /^[，。,；、！？”）)\n和及与的]/u.test(after);
}
