/** The statements as text with their parameters, without a database; what they do to a graph is in store.test.ts. */
import { expect, test } from 'vitest';
import { ENTITY_TYPES } from '../schema/entities.js';
import { RELATIONS } from '../schema/relations.js';
import { checkCypher } from '../src/store/guard.js';
import { parametersFor, QUESTIONS, questionNamed } from '../src/store/questions.js';
import { EDGE_ROWS, edgeRow, NODE_ROWS } from '../src/store/schema.js';
import {
  allEdges,
  constraints,
  createEdges,
  deleteArticles,
  existing,
  loadEdges,
  loadNodes,
  mergeNodes,
  ownNodes,
  setProperties,
  tables,
  unsupported,
} from '../src/store/statements.js';

test('A node is merged by its id', () => {
  expect(mergeNodes('County')).toBe('UNWIND $rows AS row MERGE (n:County {id: row.id}) SET n += row.properties');
});

test('An edge is made between two nodes found by label and id', () => {
  expect(createEdges('ABOUT', 'Observation', 'County')).toBe(
    'UNWIND $rows AS row MATCH (f:Observation {id: row.fromId}) MATCH (t:County {id: row.toId}) ' +
      'CREATE (f)-[r:ABOUT]->(t) SET r = row.properties',
  );
});

test('What an issue holds is found by the id it begins with, never by the id of another', () => {
  expect(ownNodes('Sentence', '今日浙江-2025-2')).toEqual({
    cypher:
      'MATCH (n:Sentence) WHERE n.id STARTS WITH $prefix RETURN n.id AS id, n.text AS text, n.startOffset AS startOffset, n.endOffset AS endOffset',
    // Not 今日浙江-2025-23.
    params: { prefix: '今日浙江-2025-2#' },
  });
});

test('Values are parameters, whatever they hold; null is written out', () => {
  const properties = {
    type: 'County',
    name: "义乌'}) DETACH DELETE n //",
    code: '330782',
    validFrom: 1988,
    validTo: null,
  };
  const { cypher, params } = setProperties({ label: 'County', id: "x' OR 1=1", properties });
  expect(cypher).toBe(
    'MATCH (n:County {id: $id}) SET n.type = $type, n.name = $name, n.code = $code, n.validFrom = $validFrom, n.validTo = NULL',
  );
  expect(params).toEqual({ id: "x' OR 1=1", type: 'County', name: properties.name, code: '330782', validFrom: 1988 });
});

test('A path with a quote or a backslash stays inside its quotes', () => {
  expect(loadNodes('Metric', "C:\\it's\\1.csv")).toContain("FROM 'C:/it\\'s/1.csv' (");
  expect(loadEdges('WITHIN', 'County', 'City', '/x/1.csv')).toContain(
    'WITH f, c_toId, c_validFrom, c_validTo, c_source MATCH',
  );
});

test('A metric is unsupported without OF_METRIC, a county without any evidence; the gazetteer is none', () => {
  expect(unsupported('Metric', ['x']).cypher).toContain('[:OF_METRIC]');
  const county = unsupported('County', ['x']).cypher;
  for (const { type } of RELATIONS.filter((row) => (row.to as readonly string[]).includes('County')))
    expect(county).toContain(type);
  expect(county).toContain('MENTIONS|ABOUT');
  expect(county).not.toMatch(/WITHIN|SUCCEEDED_BY/u);
});

test('An article goes with its relations, observations and sentences, in that order', () => {
  const order = deleteArticles(['a']).map(({ cypher }) =>
    /(?:r:(\w+)|DELETE (\w))/u.exec(cypher)?.slice(1).find(Boolean),
  );
  expect(order).toEqual([...RELATIONS.map((row) => row.type), 'o', 's', 'a']);
});

test('Labels, tables and constraints follow from the schema', () => {
  const labels = NODE_ROWS.map((row) => row.label);
  expect(labels).toEqual(expect.arrayContaining([...ENTITY_TYPES]));
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) {
    expect(constraints().filter((each) => each.includes(`(n:${label}) REQUIRE n.id IS UNIQUE`))).toHaveLength(1);
    expect(tables().filter((each) => each.startsWith(`CREATE NODE TABLE ${label}(id STRING PRIMARY KEY`))).toHaveLength(
      1,
    );
  }
  for (const { type, pairs } of EDGE_ROWS) {
    expect(tables().filter((each) => each.startsWith(`CREATE REL TABLE ${type}(FROM `))).toHaveLength(1);
    expect(new Set(pairs.map((pair) => pair.join())).size).toBe(pairs.length);
  }
  for (const { type, from, to } of RELATIONS) expect(edgeRow(type).pairs).toHaveLength(from.length * to.length);
});

test('No two columns of a read have one name', () => {
  const reads = [...EDGE_ROWS.map((row) => allEdges(row.type)), ...NODE_ROWS.map((row) => existing(row.label, ['x']))];
  for (const { cypher } of reads) {
    const names = [...cypher.matchAll(/ AS (\w+)/gu)].map((found) => found[1]).filter((name) => name !== 'wanted');
    expect(new Set(names).size, cypher).toBe(names.length);
  }
});

test('Questions: names differ, parameters are used and no others, and the guard lets each pass', () => {
  expect(QUESTIONS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(QUESTIONS.map((each) => each.name)).size).toBe(QUESTIONS.length);
  for (const { name, parameters, cypher, title, titleEn } of QUESTIONS) {
    const used = new Set([...cypher.matchAll(/\$(\w+)/gu)].map((found) => found[1]));
    expect([...used].sort(), name).toEqual(parameters.map((each) => each.name).sort());
    expect(checkCypher(cypher), name).toMatchObject({ allowed: true });
    expect(cypher, name).toMatch(/ORDER BY/u);
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(titleEn).toMatch(/^[A-Z]/u);
    for (const [, alias] of cypher.matchAll(/ AS (\w+)/gu)) expect(alias, name).toMatch(/^[a-z][A-Za-z]*$/u);
  }
});

test('Parameters: given, by default, missing, unknown', () => {
  const question = questionNamed('most-named')!;
  expect(parametersFor(question, { most: '3' })).toEqual({
    params: { type: 'County', most: 3 },
    missing: [],
    unknown: [],
  });
  expect(parametersFor(question, { most: 'three' }).missing).toEqual(['most']);
  expect(parametersFor(questionNamed('county')!, { contry: '义乌市' })).toEqual({
    params: {},
    missing: ['county'],
    unknown: ['contry'],
  });
});
