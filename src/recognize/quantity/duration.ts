/**
 * How long something takes or lasts counts (历时4年, 缩短至10分钟, 连续七年); when it is, does not
 * (未来五年, 三个月后, 实施15年, 二十多年来).
 */
import { clauseBefore } from './around.js';
import type { Look } from './look.js';

export const isDuration = (look: Look): boolean => look.measure?.dimension === 'duration';

const MEASURES_DURATION =
  /(?:连续|连着|历时|历经|为期|耗时|用时|用了|仅用|只用|仅需|只需|需要?|花了?|花费|费时|提前|延长|缩短|压缩|增加|减少|缩减|推迟|晚了?|早了?|长达|期限|工期|周期|租期|服务期|任期|预留|保质期|寿命|有效期|年限|超期|拖欠|签订?了?|经营权|达到?|超过?)[^，,。；！？]{0,8}?$/u;
const AFTER_DURATION =
  /^(?:期(?!间)|的?(?:租期|租约|合同|协议|保修|质保|免租|工期|时间完成|发展空间|期限|[^，,。；！？]{0,10}(?:协议|合同|契约|租约|经营权|使用权)))/u;

const AHEAD = /(?:未来|今后|接下来|第|实施|坚持|扎根|从事|通过|经过)[^，,。；]{0,3}$/u;
const LONG_UNITS = /^(?:年|周年|个年头|世纪|个世纪|个学期|学期)$/u;

/** What of a duration marks when, not how long. */
const TIME_FRAME_AFTER =
  /^(?:后|前|来|以来|以后|之后|以前|之前|以外|之外|里|间|的?努力|的?奋斗|的?发展|过去|时间?里|多来|内[，]?(?=力争|要|将|实现)|时光|历程|历史)/u;
const TIME_FRAME_BEFORE =
  /(?:未来|今后|近|过去|最近|这|那|头|前|每隔|当|又|再过|接下来的?|此前|往后|第|通过|经过|实施|坚持|扎根|从事)$/u;

/** 未来五年, 三个月后: a duration that says when. */
export function isFrameOfTime(look: Look): boolean {
  if (!isDuration(look)) return false;
  const unit = look.measure!.printed;
  const clause = clauseBefore(look.text, look.start, 20);
  const measures = MEASURES_DURATION.test(clause);
  // 连续七年 counts, whatever else stands around it.
  if (/连续[^，,。；]{0,4}$/u.test(clause)) return false;
  if (AHEAD.test(clause)) return true;
  // Hours, days and weeks mostly measure; years and 一个月 mostly say when.
  const one = look.printed === '一' && look.numeral.vague === null && look.value === 1;
  if (LONG_UNITS.test(unit)) {
    // 3—5年 is a length; 未来3—5年 went above.
    return !(measures || AFTER_DURATION.test(look.after) || (look.rule === 'range' && !/用$/u.test(clause)));
  }
  if (one && look.approx === null) return !measures;
  if (unit === '周' && look.numeral.script === 'chinese') return true;
  if (look.text.slice(look.numeral.end, look.end).endsWith('内')) return false;
  if (measures && !/^(?:后|前|来|以来|之后|之前|以后|以前)/u.test(look.after)) return false;
  if (unit === '个月' && look.approx === '近' && /^[，,的]/u.test(look.after)) return true;
  return TIME_FRAME_AFTER.test(look.after) || TIME_FRAME_BEFORE.test(look.before);
}
