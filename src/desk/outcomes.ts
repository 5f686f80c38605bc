/** The outcomes of compare.ts in words for an editor, in the order in which they matter. */
import type { Comparison, Figure, Outcome, Part } from '../graph/compare.js';
import type { Verdict } from './check.js';

export const LABELS: Readonly<Record<Outcome, string>> = {
  scale: '单位或数量级可疑',
  conflict: '冲突',
  revision: '后期更新',
  bound: '未超出界限',
  rounded: '四舍五入后一致',
  agree: '一致',
  'period not printed': '未写时间',
  doubtful: '存疑，不能比',
  'other definition': '口径不同',
  'other modality': '计划与实际',
  'other period': '时间不同',
  incomparable: '不能比',
};

/** What a draft's number, place or name is held to be. */
export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  scale: LABELS.scale,
  conflict: LABELS.conflict,
  parent: '隶属有误',
  name: '名称写法不同',
  revision: LABELS.revision,
  bound: LABELS.bound,
  unclear: '不能比对',
  new: '未刊登过',
  rounded: LABELS.rounded,
  agree: LABELS.agree,
};

/** From what must be looked at to what only informs. */
export const BY_WEIGHT: readonly Outcome[] = Object.keys(LABELS) as Outcome[];

const PARTS: Readonly<Record<Part, string>> = {
  subject: '对象不同',
  metric: '指标的范围不同',
  unit: '计量单位不同',
  kind: '一为总量、一为增幅或占比、位次',
  direction: '升降方向不同',
  baseline: '比较的基期不同或未写',
  scope: '排名或占比的范围不同或未写',
  modality: '一为计划、一为实际',
  period: '时间不同或未写',
  passage: '同一篇文章先后写到的两个数',
};

/** 2024 与 2025; 一为计划、一为实际; "" where there is nothing to add. */
export function reasonOf({ outcome, differs }: Comparison, a: Figure, b: Figure): string {
  if (outcome === 'other period') return `${a.period} 与 ${b.period}`;
  if (outcome === 'period not printed') return `${dated(a)}，${dated(b)}`;
  if (outcome === 'other definition' && differs === 'metric') return `“${a.metric}”与“${b.metric}”`;
  if (outcome === 'other definition' && differs === 'unit') return `${a.unit ?? '无单位'} 与 ${b.unit ?? '无单位'}`;
  if (outcome === 'revision') return `${b.asOf} 与 ${a.asOf} 两期，同一时间段`;
  return differs === null || outcome === 'agree' ? '' : PARTS[differs];
}

const dated = (figure: Figure): string =>
  figure.period === null ? `${figure.asOf ?? '某'} 期未写时间` : `${figure.asOf ?? '某'} 期写 ${figure.period}`;
