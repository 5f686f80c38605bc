/**
 * Amounts that only delimit the thing that is counted: 2000万元以上项目42个 has one number, 42.
 */
import type { Look } from './look.js';

const COUNTED_THINGS =
  '(?:项目|企业|行政村|村庄|村|产业链|集群|家庭|农户|主体|工程|大户|单位|品牌|平台|老人|老年人|人群|人口|集体|园区|基地|产业|产业园|县|镇|乡镇|乡村|小镇|强村|大县|强县|示范村|商户|订单户|比例|占比)';
const THRESHOLD_NOUN = new RegExp(
  `^[“”"]?(?:的)?(?!的?(?:资金|投资|收入|经费|补助|奖励|贷款|收益|产值|税收|效益|专项))[^，,。；！？、的达为了]{0,12}?${COUNTED_THINGS}`,
  'u',
);

/** 500人以上行政村, 超百亿元12条, 千亿产业: the amount belongs to the thing's name. */
export function isThreshold(look: Look): boolean {
  // 千亿产业, 十亿项目.
  if (
    look.measure === null &&
    look.numeral.script === 'chinese' &&
    look.numeral.multiplier !== '' &&
    look.approx === null
  ) {
    return THRESHOLD_NOUN.test(look.after);
  }
  const dimension = look.measure?.dimension;
  const amount =
    dimension === 'currency' ||
    dimension === 'area' ||
    dimension === 'length' ||
    dimension === 'mass' ||
    dimension === 'people' ||
    dimension === 'rate';
  if (!amount) return false;
  const bounded = look.text.slice(look.numeral.end, look.end);
  if (/(?:以上|以下|以内)$/u.test(bounded)) {
    if (dimension === 'people' && look.measure!.printed !== '人') return false;
    return THRESHOLD_NOUN.test(look.after);
  }
  // 百亿元全产业链1条; 亿元村.
  if (look.numeral.bare && dimension === 'currency' && look.approx === null) return THRESHOLD_NOUN.test(look.after);
  // 单产超10亿元“土特产”全产业链136条, 超百亿元12条, 超百亿元的有12条.
  if (/^(?:超过?|逾|突破|过)$/u.test(look.approx ?? '') && dimension === 'currency') {
    return (
      /^的?(?:有|共有?|达)?\d+[个家条项户]/u.test(look.after) ||
      /^的?[^，,。；！？、]{0,14}(?:产业链|企业|项目|村|集群)(?:有|达|共有?|超过?|近)?\d/u.test(look.after)
    );
  }
  // 家庭年可支配收入10万元—50万元比例.
  if (look.valueTo !== null) return /^(?:的?[^，,。；]{0,6})?(?:比例|占比|家庭|群体|人群)/u.test(look.after);
  return false;
}
