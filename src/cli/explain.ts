/** `zhimai explain TEXT`: how a sentence is read, by which rule, with what was weighed and what was refused. */
import { Command } from 'commander';
import { ENTITIES, type EntityType } from '../../schema/entities.js';
import { RELATIONS } from '../../schema/relations.js';
import { Failure } from '../failure.js';
import type {
  Entity,
  Extraction,
  Observation,
  Period,
  Quantity,
  Recognition,
  Refusal,
  Relation,
  Weighed,
} from '../model.js';
import { type DefineCommand, isoDay } from './command.js';
import { print, width } from './terminal.js';

interface Options {
  readonly date?: string;
  readonly json?: boolean;
}

export const explain: DefineCommand = (finish) =>
  new Command('explain')
    .description('how a sentence is read: names, numbers, periods, facts, and what was refused')
    .argument('<text>', 'one or more sentences in quotation marks')
    .option('--date <day>', 'the day that 今年 and 去年 are reckoned from, e.g. 2025-12-15', isoDay)
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      `
Examples:
  zhimai explain "去年，义乌市实现规上工业增加值38.6亿元，同比增长9.4%。" --date 2025-12-15
  zhimai explain "近八成企业落户安昌街道。" --json`,
    )
    .action(async (text: string, options: Options) => {
      if (text.trim() === '') throw new Failure('the text is empty; give a sentence in quotation marks');
      const { explainText } = await import('../pipeline.js');
      const { recognition, extraction } = explainText(text, options.date ?? null);
      if (options.json) print(JSON.stringify({ ...extraction, article: undefined, ...recognition }, null, 1));
      else for (const line of tree(recognition, extraction)) print(line);
      finish(0);
    });

function* tree(
  recognition: Recognition,
  { article, entities, observations, relations, refused }: Extraction,
): Generator<string> {
  yield article.text;
  yield* section('名称 names', entities, nameLines);
  yield* section('数字 quantities', recognition.quantities, quantityLines);
  yield* section('时间 periods', recognition.periods, periodLines);
  yield* section('事实 observations', observations, observationLines);
  const names = new Map(entities.map((entity) => [entity.id, entity.name]));
  yield* section('关系 relations', relations, (relation) => relationLines(relation, names));
  yield* section('未取 refused', uniqueRefusals([...recognition.refused, ...refused]), refusalLines);
}

/** A heading and its items, each an indented tree; an empty section says so. */
function* section<Item>(heading: string, items: readonly Item[], lines: (item: Item) => string[]): Generator<string> {
  yield '';
  yield heading;
  if (items.length === 0) yield '  无 none';
  for (const item of items) for (const line of lines(item)) yield `  ${line}`;
}

const chineseType = (type: EntityType): string => ENTITIES.find((row) => row.type === type)!.chinese;
const column = (text: string, columns: number): string => text + ' '.repeat(Math.max(1, columns - width(text)));

const nameLines = ({ id, type, name, mentions }: Entity): string[] => [
  `${column(name, 28)}${column(`${chineseType(type)} ${type}`, 26)}${id}`,
  ...mentions.map((mention) => `  ${column(mention.text, 26)}${mention.rule}`),
];

const quantityLines = (q: Quantity): string[] => {
  const value = q.valueTo === null ? String(q.value) : `${q.value}–${q.valueTo}`;
  const reading = [value, q.unit ?? '', q.approx === null ? '' : `(${q.approx})`].filter(Boolean).join(' ');
  return [`${column(q.text, 28)}${column(reading, 26)}${q.rule}`];
};

const periodLines = (p: Period): string[] => [
  `${column(p.text, 28)}${column(`${p.value ?? '未定 open'} ${p.role}`, 26)}${p.rule}`,
];

function observationLines(o: Observation): string[] {
  const implied = (field: 'subject' | 'metric' | 'period') => (o.implied.includes(field) ? '（文中未写 implied）' : '');
  const printedMetric = o.canonicalMetric === o.metric ? o.metric : `${o.metric} = ${o.canonicalMetric}`;
  const weighed = o.weighed();
  const more = [o.kind, o.direction, o.baseline, o.scope, o.approx, o.modality].filter((part) => part !== null);
  return [
    `${o.quote}   ${o.rule}${o.doubtful ? `   存疑 doubtful: ${o.doubtReason}` : ''}`,
    `  主体 subject  ${o.subject}${implied('subject')}`,
    ...weighedLines(weighed.subject),
    `  指标 metric   ${printedMetric}${implied('metric')}`,
    ...weighedLines(weighed.metric),
    `  时期 period   ${o.period ?? '文中未写 not printed'}${o.period === null ? '' : implied('period')}`,
    `  性质 kind     ${more.join(' · ')}`,
  ];
}

const SHOWN_CANDIDATES = 4;
const SHOWN_FEATURES = 6;

/** The best candidates with their score and the features that weigh most. */
const weighedLines = (candidates: readonly Weighed[]): string[] =>
  candidates.slice(0, SHOWN_CANDIDATES).map(({ text, score, features }) => {
    const heaviest = [...features].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, SHOWN_FEATURES);
    return `    ${column(text, 24)}${signed(score)}   ${heaviest.map(([feature, share]) => `${feature} ${signed(share)}`).join(', ')}`;
  });

const signed = (value: number): string => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(2);

const relationLines = (r: Relation, names: ReadonlyMap<string, string>): string[] => {
  const chinese = RELATIONS.find((row) => row.type === r.type)!.chinese;
  const post = r.post === null ? '' : ` (${r.post})`;
  return [
    `${names.get(r.from) ?? r.from} —${chinese} ${r.type}${post}→ ${names.get(r.to) ?? r.to}   “${r.quote}”   ${r.rule}`,
  ];
};

const refusalLines = (r: Refusal): string[] => [`${column(r.text, 28)}${r.what}: ${r.why}   ${r.rule}`];

/** What a recogniser refused may come up again in resolve. */
const uniqueRefusals = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map((r) => [`${r.start} ${r.end} ${r.rule}`, r])).values(),
];
