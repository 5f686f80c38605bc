/** What a user's own Cypher may do: attacks with the reason they are refused for, and innocent look-alikes. */
import { expect, test } from 'vitest';
import { checkCypher } from '../src/store/guard.js';

const ATTACKS: readonly [reason: RegExp, cypher: string][] = [
  [/begins with/u, "LOAD FROM '/etc/passwd' RETURN *"],
  [/begins with/u, "COPY (MATCH (n) RETURN n) TO '/tmp/out.csv'"],
  [/begins with/u, "PROFILE COPY County FROM '/tmp/x.csv'"],
  [/begins with/u, 'PROFILE MATCH (n) RETURN n'],
  [/COPY/u, "EXPLAIN MATCH (n) RETURN n COPY County FROM 'x.csv'"],
  [/begins with/u, "EXPLAIN COPY County FROM 'x.csv'"],
  [/begins with/u, 'EXPLAIN EXPLAIN MATCH (n) RETURN n'],
  [/begins with/u, "EXPORT DATABASE '/tmp/all'"],
  [/begins with/u, "IMPORT DATABASE '/tmp/all'"],
  [/begins with/u, 'INSTALL httpfs'],
  [/begins with/u, "ATTACH '/tmp/x' AS y (dbtype duckdb)"],
  [/begins with/u, 'DETACH y'],
  [/begins with/u, 'USE system MATCH (n) RETURN n'],
  [/begins with/u, 'CREATE (n:County {id: "x"})'],
  [/begins with/u, 'MERGE (n:County {id: "x"})'],
  [/begins with/u, 'DROP TABLE County'],
  [/begins with/u, 'ALTER TABLE County ADD x STRING'],
  [/begins with/u, 'SHOW USERS'],
  [/begins with/u, 'TERMINATE TRANSACTION "neo4j-transaction-1"'],
  [/begins with/u, 'BEGIN TRANSACTION'],
  [/begins with/u, 'CHECKPOINT'],
  [/begins with/u, 'CYPHER runtime=slotted MATCH (n) RETURN n'],
  [/begins with/u, '`MATCH` (n) RETURN n'],
  [/begins with/u, '(n)'],
  [/more than one/u, 'MATCH (n) RETURN n; MATCH (m) DETACH DELETE m'],
  [/more than one/u, "RETURN 1; LOAD FROM '/etc/passwd' RETURN *;"],
  [/more than one/u, 'RETURN 1;;'],
  [/SET writes/u, "MATCH (n:County) SET n.name = 'x' RETURN n"],
  [/SET writes/u, "match (n:County) set n.name = 'x'"],
  [/SET writes/u, "MATCH (n)/* */SET/* */n.name = 'x'"],
  [/SET writes/u, 'MATCH (n) //\nSET n.x = 1'],
  [/SET writes/u, 'MATCH (n) WITH n, 1SET n.x = 1'],
  [/SET writes/u, 'MATCH (n) WITH n, 1.SET n.x = 1'],
  [/SET writes/u, 'MATCH (n) WITH n LIMIT 5SET n:County'],
  [/SET writes/u, 'MATCH (n)\u2003SET n.x = 1'],
  [/SET writes/u, 'MATCH (n)\u200bSET\u200bn.x = 1'],
  [/SET writes/u, 'MATCH (n) ſet n.x = 1'],
  [/DETACH writes/u, 'MATCH (n) DETACH DELETE n'],
  [/DELETE writes/u, 'MATCH ()-[r]->() DELETE r'],
  [/DELETE writes/u, "MATCH (n) WHERE n.name = 'a' OR 'DELETE' = 'x' DELETE n"],
  [/DELETE writes/u, 'MATCH (n) WHERE n.name = "\\"" DELETE n RETURN "'.concat('"')],
  [/REMOVE writes/u, 'MATCH (n) REMOVE n.name'],
  [/MERGE writes/u, 'UNWIND [1] AS x MERGE (n:County {id: "x"})'],
  [/CREATE writes/u, 'WITH 1 AS x CREATE (n:County {id: "x"}) RETURN n'],
  [/CREATE writes/u, 'CALL { CREATE (n:County) RETURN n } RETURN n'],
  [/CREATE writes/u, 'MATCH (a) CALL (a) { CREATE (a)-[:WITHIN]->(a) } RETURN a'],
  [/FOREACH writes/u, 'MATCH (n) FOREACH (x IN [1] | SET n.x = 1)'],
  [/INSERT writes/u, 'MATCH (n) INSERT (:County)'],
  [/LOAD reads/u, "OPTIONAL MATCH (n) LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"],
  [/LOAD reads/u, "WITH 1 AS x LOAD FROM '/etc/passwd' RETURN *"],
  [/DROP/u, 'MATCH (n) DROP INDEX x'],
  [/USE leaves/u, 'CALL { USE system MATCH (n) RETURN n } RETURN n'],
  [/CALL/u, "CALL apoc.load.json('http://example.org')"],
  [/CALL/u, "CALL `apoc`.`load`.`json`('file:///etc/passwd') YIELD value RETURN value"],
  [/CALL/u, "MATCH (n) CALL apoc.cypher.doIt('CREATE (n)', {}) YIELD value RETURN value"],
  [/CALL/u, 'CALL dbms.listConfig()'],
  [/CALL/u, 'CALL db.labels.evil()'],
  [/CALL/u, "CALL db.createLabel('x')"],
  [/CALL/u, 'CALL threads = 8'],
  [/CALL/u, 'CALL db_version = 8'],
  [/CALL/u, "CALL show_functions() RETURN * UNION CALL read_csv('/etc/passwd') RETURN *"],
  [/CALL/u, 'CALL'],
  [/escape/u, 'MATCH (n) \\u0053ET n.x = 1'],
  [/escape/u, "RETURN '\\u0027 DELETE n //'"],
  [/not closed/u, "MATCH (n) RETURN 'abc"],
  [/not closed/u, 'MATCH (n) RETURN "abc\\"'],
  [/not closed/u, 'MATCH (n) RETURN `abc'],
  [/not closed/u, 'MATCH (n) RETURN n /* abc'],
  [/control/u, 'MATCH (n)\u0000 RETURN n'],
  [/control/u, 'MATCH (n) //\u2028 DELETE n'],
  [/empty/u, ''],
  [/empty/u, ' // only a comment'],
  [/empty|begins with/u, ';'],
  [/longer/u, `RETURN '${'x'.repeat(100_001)}'`],
];

const INNOCENT: readonly string[] = [
  'MATCH (l:Load) RETURN l',
  'MATCH (load:Load) WHERE load.runId = $load RETURN load.id',
  'MATCH (a:Article)-[:LOADED_BY]->(l:Load|Issue) RETURN a, l',
  "MATCH (s:Sentence) WHERE s.text CONTAINS 'LOAD FROM' RETURN s",
  'MATCH (s:Sentence) WHERE s.text CONTAINS "DETACH DELETE n" RETURN s',
  "MATCH (s:Sentence) WHERE s.text = 'it''s; DROP TABLE x' RETURN s",
  "MATCH (s:Sentence) WHERE s.text = 'a\\'; DELETE n' RETURN s",
  'MATCH (n) RETURN n.set, n.delete, n.create',
  'MATCH (n) RETURN n.name AS load',
  'MATCH (n) RETURN n.name AS `create`',
  'MATCH (n:`Set`) RETURN n',
  'MATCH (n {set: 1}) RETURN n',
  'MATCH (n) RETURN {set: n.name, delete: 1} AS map',
  'MATCH (n) WHERE n.name = $set RETURN n',
  'MATCH (n) // SET n.x = 1\nRETURN n',
  'MATCH (n) /* DELETE n; CREATE (m) */ RETURN n',
  'MATCH (n) RETURN n;',
  '  \n// 县\nMATCH (n:County) RETURN n.name AS 县名',
  'match (c:County) return c.name order by c.name limit 5',
  'OPTIONAL MATCH (n:County) RETURN n',
  'UNWIND [1, 2] AS x RETURN x',
  'WITH 1 AS x RETURN x',
  'RETURN 1 + 1.5e3 AS two',
  'EXPLAIN MATCH (n) RETURN n',
  'CALL show_tables() RETURN *',
  "CALL table_info('County') RETURN *",
  'CALL db.labels() YIELD label RETURN label',
  'CALL db.labels YIELD label RETURN label',
  'MATCH (c:County) CALL (c) { MATCH (c)<-[:ABOUT]-(o) RETURN count(o) AS many } RETURN c.name, many',
  'MATCH (c:County) CALL { WITH c MATCH (c)<-[:ABOUT]-(o) RETURN count(o) AS many } RETURN c.name, many',
  'MATCH (settings:County), (created:City) RETURN settings.name, created.name',
  'MATCH (n)-[:SET|DELETE]->(m) RETURN m',
  'MATCH p = (a:County)-[:SUCCEEDED_BY*1..4]->(b) RETURN nodes(p)[0].set',
];

test.each(ATTACKS)('Refuses, saying %s: %s', (reason, cypher) => {
  const verdict = checkCypher(cypher);
  expect(verdict).toMatchObject({ allowed: false });
  expect(verdict.allowed ? '' : verdict.reason).toMatch(reason);
});

test.each(INNOCENT)('Lets pass: %s', (cypher) => {
  expect(checkCypher(cypher)).toMatchObject({ allowed: true });
});

test('Hands on what it checked, without comments and the last semicolon', () => {
  const verdict = checkCypher("MATCH (n) // SET n.x = 1\n/* ; */WHERE n.name='a//b' RETURN n ;");
  expect(verdict).toEqual({ allowed: true, cypher: "MATCH (n) WHERE n.name='a//b' RETURN n" });
});

test('A fault of its own reading cannot be used: words joined by a comment stay apart', () => {
  expect(checkCypher('MATCH (n) RETURN n.a/**/b')).toEqual({ allowed: true, cypher: 'MATCH (n) RETURN n.a b' });
});
