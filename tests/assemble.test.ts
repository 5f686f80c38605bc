/** What one issue contributes: ids, keys, offsets, gazetteer edges. */
import { expect, test } from 'vitest';
import { assembleIssue } from '../src/graph/assemble.js';
import { daysOf } from '../src/graph/periods.js';
import type { Extraction, Observation } from '../src/model.js';
import { fact, link, sketchIssue, smallGazetteer } from './synthetic.js';

const built = (
  says: Parameters<typeof sketchIssue>[3][number]['says'],
  change?: (extraction: Extraction) => Extraction,
) => {
  const { issue, extractions } = sketchIssue('测试周刊', 2024, 3, [{ number: 1, says }]);
  return assembleIssue(issue, change === undefined ? extractions : extractions.map(change), {
    gazetteer: smallGazetteer,
  });
};
const observations = (graph: ReturnType<typeof built>) =>
  graph.articles.flatMap((article) => article.nodes).filter((node) => node.label === 'Observation');
const edges = (graph: ReturnType<typeof built>, type: string) =>
  graph.articles.flatMap((article) => article.edges).filter((edge) => edge.type === type);
const withObservation =
  (change: Partial<Observation>) =>
  (extraction: Extraction): Extraction => ({
    ...extraction,
    observations: extraction.observations.map((each) => ({ ...each, ...change })),
  });

test('Offsets count code points: 𠮷 is one', () => {
  const graph = built([{ plain: '𠮷祥𠮷' }, fact('义乌市', '产值', '38.6', '亿元')]);
  const article = graph.articles[0]!.nodes[0]!;
  const characters = [...String(article.properties.text)];
  const [stated] = edges(graph, 'STATED_IN');
  const { startOffset, endOffset } = stated!.properties as { startOffset: number; endOffset: number };
  expect(characters.slice(startOffset, endOffset).join('')).toBe('38.6亿元');
  const [mention] = edges(graph, 'MENTIONS');
  expect(mention!.properties).toEqual({ startOffset: 5, endOffset: 8, text: '义乌市' });
  const sentences = graph.articles[0]!.nodes.filter((node) => node.label === 'Sentence');
  for (const { properties } of sentences) {
    const [start, end] = [properties.startOffset as number, properties.endOffset as number];
    expect(characters.slice(start, end).join('')).toBe(properties.text);
  }
});

test('An observation is known by its printed number and which one of its kind it is', () => {
  const graph = built([
    fact('义乌市', '企业', '8', '家'),
    fact('淳安县', '企业', '28', '家'),
    fact('淳安县', '村', '8', '个'),
  ]);
  const article = graph.articles[0]!.articleId;
  expect(observations(graph).map((node) => node.id)).toEqual([
    `${article}/8家/1`,
    `${article}/28家/1`,
    `${article}/8个/2`,
  ]);
});

test('A better metric or subject does not re-key', () => {
  const before = built([fact('义乌市', '产值', '8', '亿元')]);
  const after = built(
    [fact('义乌市', '产值', '8', '亿元')],
    withObservation({ canonicalMetric: '工业总产值', subjectId: null }),
  );
  expect(observations(after)[0]!.id).toBe(observations(before)[0]!.id);
});

test('The key is the same for what can be compared, whatever the unit', () => {
  const graph = built([fact('义乌市', '产值', '38.6', '亿元'), fact('义乌市', '产值', '386000', '万元')]);
  const [one, other] = observations(graph);
  expect(one!.properties).toMatchObject({
    value: 38.6,
    baseValue: 3860000000,
    baseUnit: '元',
    periodEnd: '2024-12-31',
  });
  expect(other!.properties).toMatchObject({ value: 386000, baseValue: 3860000000, baseUnit: '元' });
  expect(one!.properties.key).toBe(other!.properties.key);
  expect(one!.properties.key).toBe('cn:330782|产值|2024-01-01|2024-12-31|currency|level||||actual');
});

test.each([
  ['no period', { period: null }],
  ['a period that is none', { period: '2024-13' }],
  ['a subject that is a noun', { subjectId: null }],
  ['a change without a direction', { kind: 'change' as const }],
  ['a rank without its field', { kind: 'rank' as const }],
  ['a share without its whole', { kind: 'share' as const }],
])('No key: %s', (_, change) => {
  const graph = built([fact('义乌市', '产值', '38.6', '亿元')], withObservation(change));
  expect(observations(graph)[0]!.properties.key).toBeNull();
});

test('A subject that is a noun has no ABOUT and keeps its text', () => {
  const graph = built(
    [fact('义乌市', '产值', '8', '亿元')],
    withObservation({ subjectId: null, subjectText: '山区26县' }),
  );
  expect(edges(graph, 'ABOUT')).toEqual([]);
  expect(observations(graph)[0]!.properties).toMatchObject({ subjectText: '山区26县', baseUnit: '元' });
});

test('A linked place brings its parents and successors, once, even around a cycle', () => {
  const graph = built([fact('余杭县', '耕地', '5', '万亩'), fact('甲环县', '耕地', '5', '万亩')]);
  const names = graph.shared.filter((node) => 'code' in node.properties).map((node) => node.properties.name);
  expect(names.sort()).toEqual(
    ['临平区', '乙环县', '余杭区', '余杭县', '余杭市', '杭州市', '浙江省', '甲环县', '金华市'].sort(),
  );
  const successions = graph.gazetteer.filter((edge) => edge.type === 'SUCCEEDED_BY');
  expect(successions.map((edge) => [edge.from, edge.to, edge.properties.whole])).toEqual([
    ['cn:330110', 'cn:330113', false],
    ['cn:330125', 'cn:330184', true],
    ['cn:330184', 'cn:330110', true],
    ['cn:990001', 'cn:990002', true],
    ['cn:990002', 'cn:990001', true],
  ]);
  for (const edge of graph.gazetteer) expect(edge.properties.source).toBe('gazetteer');
});

test('What has no evidence in a sentence is not in the graph', () => {
  const graph = built([fact('义乌市', '产值', '8', '亿元')], (extraction) => ({
    ...extraction,
    entities: [
      ...extraction.entities,
      {
        ...extraction.entities[0]!,
        id: 'Company:青禾公司',
        type: 'Company',
        name: '青禾公司',
        mentions: [],
        place: null,
      },
    ],
  }));
  expect(graph.shared.map((node) => node.id)).not.toContain('Company:青禾公司');
});

test('An entity has one name, however this article writes it', () => {
  const written = (name: string) => (extraction: Extraction) => ({
    ...extraction,
    entities: extraction.entities.map((entity) => (entity.type === 'Company' ? { ...entity, name } : entity)),
  });
  const says = [link('LOCATED_IN', '青禾公司', '义乌市'), link('HOLDS_POST', '金国平', '青禾公司', '董事长')];
  const nodes = built(says, written('青禾')).shared;
  expect(nodes).toEqual(built(says, written('青禾公司')).shared);
  expect(nodes.find((node) => node.label === 'Company')!.properties.name).toBe('青禾公司');
});

test('A relation that the schema does not know is left out and reported', () => {
  const graph = built([link('HOLDS_POST', '义乌市', '金国平', '县长'), link('LOCATED_IN', '青禾公司', '义乌市')]);
  expect(edges(graph, 'HOLDS_POST')).toEqual([]);
  expect(graph.problems).toMatchObject([{ rule: 'graph/relation-types', level: 'skipped', file: '2024-3.txt' }]);
  expect(edges(graph, 'LOCATED_IN')[0]!.properties).toMatchObject({ quote: '青禾公司与义乌市', rule: 'test/link' });
});

test('The order in which extractions come changes nothing', () => {
  const { issue, extractions } = sketchIssue('测试周刊', 2024, 3, [
    { number: 1, says: [fact('义乌市', '产值', '8', '亿元')] },
    { number: 2, says: [fact('余杭县', '产值', '9', '亿元')] },
  ]);
  const options = { gazetteer: smallGazetteer };
  expect(assembleIssue(issue, [...extractions].reverse(), options)).toEqual(assembleIssue(issue, extractions, options));
});

test.each([
  ['2025', '2025-01-01', '2025-12-31'],
  ['2025-H1', '2025-01-01', '2025-06-30'],
  ['2025-H2', '2025-07-01', '2025-12-31'],
  ['2025-Q3', '2025-07-01', '2025-09-30'],
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2025-01/2025-10', '2025-01-01', '2025-10-31'],
  ['2025-11-30', '2025-11-30', '2025-11-30'],
  ['2020/2025', '2020-01-01', '2025-12-31'],
])('The days of %s', (period, start, end) => {
  expect(daysOf(period)).toEqual({ start, end });
});

test.each(['2025-1', '2025-00', '2025-02-30', '2025/2020', '2025-H3', '去年', '', '2020/2021/2022'])(
  'No period: %s',
  (period) => {
    expect(daysOf(period)).toBeNull();
  },
);
