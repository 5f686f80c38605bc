/**
 * Questions with a name: Cypher that gives the same rows, in the same order, on both stores.
 * It keeps to what both dialects know: no type(r) or label(r), no collect() whose order is open, no CONTAINS '' (false
 * on LadybugDB, true on Neo4j), no min() or max() of texts (LadybugDB gives null, or breaks down), ORDER BY down to an
 * id, nulls sorted by coalesce. A new question is a row here; the test asks each one on both stores.
 *
 *   zhimai ask county --param county=义乌市 → metric, value, unit, period, quote, sentence, article, issue …
 */

export interface QuestionParameter {
  readonly name: string;
  readonly description: string;
  readonly type: 'text' | 'number';
  /** Null: must be given. */
  readonly default: string | number | null;
  readonly example: string | number;
}

export interface Question {
  /** For the command line, e.g. "shared-programs". */
  readonly name: string;
  readonly title: string;
  readonly titleEn: string;
  readonly parameters: readonly QuestionParameter[];
  readonly cypher: string;
}

const text = (
  name: string,
  description: string,
  example: string,
  fallback: string | null = null,
): QuestionParameter => ({
  name,
  description,
  type: 'text',
  default: fallback,
  example,
});
const number = (name: string, description: string, fallback: number): QuestionParameter => ({
  name,
  description,
  type: 'number',
  default: fallback,
  example: fallback,
});

const COUNTY = text('county', 'name of the county, or how it begins', '玉环');
const METRIC = text('metric', 'part of the name of the metric; empty for all', '工业增加值', '');
const PROGRAM = text('program', 'part of the name of the program; empty for all', '东西部协作', '');

/** From an observation to its place in print. */
const PRINTED = '(o)-[:STATED_IN]->(s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)';
const SOURCE = 'o.quote AS quote, s.text AS sentence, a.title AS article, i.id AS issue';
const FIGURE = 'm.name AS metric, o.value AS value, o.valueTo AS valueTo, o.unit AS unit, o.approx AS approx';
const SENSE = 'o.kind AS kind, o.direction AS direction, o.baseline AS baseline, o.modality AS modality';
const EVIDENCE = 'r.quote AS quote, a.title AS article, i.id AS issue';
/** From a relation to its place in print. */
const TOLD = 'MATCH (a:Article)-[:PUBLISHED_IN]->(i:Issue) WHERE a.id = r.articleId';

export const QUESTIONS: readonly Question[] = [
  {
    name: 'shared-programs',
    title: '哪些县（市、区）共同参与一项工程或行动',
    titleEn: 'Which counties share a program',
    parameters: [PROGRAM],
    cypher: `MATCH (p:Program)-[:IMPLEMENTED_IN|PARTICIPATES_IN]-(c:County)
WHERE ($program = '' OR p.name CONTAINS $program)
WITH p.id AS programId, count(DISTINCT c.id) AS counties
WHERE counties >= 2
MATCH (p:Program)-[r:IMPLEMENTED_IN|PARTICIPATES_IN]-(c:County)
WHERE p.id = programId
${TOLD}
RETURN p.name AS program, counties, c.name AS county, ${EVIDENCE}
ORDER BY counties DESC, program, county, issue, article, quote`,
  },
  {
    name: 'series',
    title: '一个县（市、区）某项指标的历年数字，跨越更名和撤并',
    titleEn: 'A metric of a county over the years, across its renaming',
    parameters: [COUNTY, text('metric', 'part of the name of the metric', '工业增加值')],
    cypher: `MATCH p = (c:County)-[:SUCCEEDED_BY*0..4]-(x:County)
WHERE c.name STARTS WITH $county
WITH x, min(CASE WHEN all(r IN relationships(p) WHERE r.whole) THEN 0 ELSE 1 END) AS parts
MATCH (o:Observation)-[:ABOUT]->(x), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE ($metric = '' OR m.name CONTAINS $metric)
RETURN o.period AS period, x.name AS county, parts > 0 AS onlyPart, ${FIGURE}, ${SENSE}, o.asOf AS asOf, ${SOURCE}, o.id AS observation
ORDER BY metric, coalesce(period, ''), county, observation`,
  },
  {
    name: 'successions',
    title: '一个县（市、区）的沿革',
    titleEn: 'What became of a county, and what it was before',
    parameters: [COUNTY],
    cypher: `MATCH (c:County)-[:SUCCEEDED_BY*0..4]-(x:County)
WHERE c.name STARTS WITH $county
WITH DISTINCT x
MATCH (x)-[r:SUCCEEDED_BY]->(y)
RETURN x.name AS earlier, x.code AS earlierCode, y.name AS later, y.code AS laterCode, r.year AS year, r.whole AS whole
ORDER BY coalesce(year, 0), earlierCode, laterCode`,
  },
  {
    name: 'counties-of-a-city',
    title: '一个市下辖的县（市、区），各有多少报道和数字',
    titleEn: 'The counties of a city, with how much was printed about each',
    parameters: [text('city', 'name of the city, or how it begins', '台州市')],
    cypher: `MATCH (c:County)-[w:WITHIN]->(y:City)
WHERE y.name STARTS WITH $city
OPTIONAL MATCH (c)<-[:MENTIONS]-(s:Sentence)-[:PART_OF]->(a:Article)
WITH c, w, y, count(DISTINCT a.id) AS articles
OPTIONAL MATCH (c)<-[:ABOUT]-(o:Observation)
RETURN y.name AS city, c.name AS county, c.code AS code, w.validFrom AS validFrom, w.validTo AS validTo, articles, count(DISTINCT o.id) AS observations
ORDER BY code`,
  },
  {
    name: 'investments',
    title: '谁在哪里投资',
    titleEn: 'Who invests where',
    parameters: [text('investor', 'part of the name of the investor; empty for all', '茶业', '')],
    cypher: `MATCH (f:Company|Organization)-[r:INVESTS_IN]->(t)
WHERE $investor = '' OR f.name CONTAINS $investor
${TOLD}
RETURN f.name AS investor, f.type AS investorType, t.name AS target, t.type AS targetType, ${EVIDENCE}
ORDER BY investor, target, issue, article, quote`,
  },
  {
    name: 'county',
    title: '关于一个县（市、区）刊登过的全部数字',
    titleEn: 'All figures that were printed about a county',
    parameters: [COUNTY],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(c:County), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE c.name STARTS WITH $county
RETURN c.name AS county, ${FIGURE}, o.period AS period, ${SENSE}, ${SOURCE}, o.doubtful AS doubtful, o.id AS observation
ORDER BY county, metric, coalesce(period, ''), observation`,
  },
  {
    name: 'disagreements',
    title: '同一件事，不同的期刊登了不同的数字',
    titleEn: 'What issues print differently for the same thing',
    parameters: [METRIC],
    // An issue that prints a rise from 8 to 312 does not disagree with itself: two issues are asked for. The name is
    // looked at behind a WITH: in the WHERE before it LadybugDB 0.19 finds no row at all.
    cypher: `MATCH ${PRINTED}
WHERE o.key IS NOT NULL
WITH o.key AS compared, min(coalesce(o.baseValue, o.value)) AS least, max(coalesce(o.baseValue, o.value)) AS most, count(DISTINCT i.id) AS issues
WHERE least < most AND issues >= 2
MATCH (o:Observation)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE o.key = compared
WITH o, m, s, a, i WHERE $metric = '' OR m.name CONTAINS $metric
RETURN o.subjectText AS subject, ${FIGURE}, o.period AS period, i.date AS issueDate, ${SOURCE}, o.key AS key, o.id AS observation
ORDER BY key, coalesce(issueDate, ''), observation`,
  },
  {
    name: 'programs-of-a-county',
    title: '一个县（市、区）实施或参与的工程、行动、改革',
    titleEn: 'The programs that a county carries out or takes part in',
    parameters: [COUNTY],
    cypher: `MATCH (p:Program)-[r:IMPLEMENTED_IN|PARTICIPATES_IN]-(c:County)
WHERE c.name STARTS WITH $county
${TOLD}
RETURN c.name AS county, p.name AS program, ${EVIDENCE}
ORDER BY county, program, issue, article, quote`,
  },
  {
    name: 'posts',
    title: '谁担任什么职务',
    titleEn: 'Who holds which post',
    parameters: [text('person', 'part of the name; empty for all', '柯敏', '')],
    cypher: `MATCH (f:Person)-[r:HOLDS_POST]->(t)
WHERE $person = '' OR f.name CONTAINS $person
${TOLD}
RETURN f.name AS person, r.post AS post, t.name AS held, t.type AS heldType, ${EVIDENCE}, i.date AS issueDate
ORDER BY person, held, coalesce(post, ''), issue, article, quote`,
  },
  {
    name: 'pairings',
    title: '一个县（市、区）与谁结对',
    titleEn: 'With whom a county is paired',
    parameters: [text('county', 'name of the county, or how it begins', '景宁')],
    cypher: `MATCH (c:County)-[r:PAIRED_WITH]-(t)
WHERE c.name STARTS WITH $county
${TOLD}
RETURN DISTINCT c.name AS county, t.name AS partner, t.type AS partnerType, ${EVIDENCE}
ORDER BY county, partner, issue, article, quote`,
  },
  {
    name: 'sentences-of-a-metric',
    title: '一项指标背后的句子',
    titleEn: 'The sentences behind a metric',
    parameters: [text('metric', 'part of the name of the metric', '工业增加值')],
    cypher: `MATCH (o:Observation)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE ($metric = '' OR m.name CONTAINS $metric)
RETURN o.subjectText AS subject, ${FIGURE}, o.period AS period, ${SOURCE}, o.rule AS rule, o.id AS observation
ORDER BY metric, subject, observation`,
  },
  {
    name: 'evidence',
    title: '每个数字是否都能在原文中找到',
    titleEn: 'Does the text between start and end equal the quote, for every figure',
    parameters: [],
    cypher: `MATCH (o:Observation)-[s:STATED_IN]->(:Sentence)-[:PART_OF]->(a:Article)
RETURN right(left(a.text, s.endOffset), s.endOffset - s.startOffset) = o.quote AS proved, count(o) AS observations
ORDER BY proved`,
  },
  {
    name: 'issues',
    title: '已读入的各期',
    titleEn: 'The issues that are loaded',
    parameters: [],
    cypher: `MATCH (i:Issue)<-[:PUBLISHED_IN]-(a:Article)
OPTIONAL MATCH (a)<-[:PART_OF]-(s:Sentence)
OPTIONAL MATCH (s)<-[:STATED_IN]-(o:Observation)
RETURN i.id AS issue, i.date AS issueDate, i.file AS file, count(DISTINCT a.id) AS articles, count(DISTINCT s.id) AS sentences, count(DISTINCT o.id) AS observations
ORDER BY issue`,
  },
  {
    name: 'most-named',
    title: '哪些县、企业、工程等被最多的文章提到',
    titleEn: 'Which counties, companies, programs … most articles name',
    parameters: [text('type', 'type of the entity', 'County', 'County'), number('most', 'how many rows', 20)],
    cypher: `MATCH (n)<-[:MENTIONS]-(s:Sentence)-[:PART_OF]->(a:Article)
WHERE n.type = $type
RETURN n.name AS name, count(DISTINCT a.id) AS articles, count(DISTINCT s.id) AS sentences, n.id AS entity
ORDER BY articles DESC, sentences DESC, entity
LIMIT $most`,
  },
  {
    name: 'surface-forms',
    title: '同一实体在文中的各种写法',
    titleEn: 'How an entity is written, and how often',
    parameters: [text('name', 'part of the name', '玉环')],
    cypher: `MATCH (s:Sentence)-[r:MENTIONS]->(n)
WHERE n.name CONTAINS $name
RETURN n.type AS type, n.name AS name, r.text AS written, count(r) AS times, n.id AS entity
ORDER BY entity, times DESC, written`,
  },
  {
    name: 'companies-of-a-county',
    title: '一个县（市、区）的企业',
    titleEn: 'The companies of a county',
    parameters: [COUNTY],
    cypher: `MATCH (f:Company)-[r:LOCATED_IN]->(c:County)
WHERE c.name STARTS WITH $county
${TOLD}
RETURN c.name AS county, f.name AS company, ${EVIDENCE}
ORDER BY county, company, issue, article, quote`,
  },
  {
    name: 'ranking',
    title: '某年各县（市、区）某项指标的排序',
    titleEn: 'The counties by a metric in a year',
    parameters: [
      text('metric', 'name of the metric', '规模以上工业增加值'),
      text('period', 'year or other period', '2024'),
    ],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(c:County), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE m.name = $metric AND o.period = $period AND o.kind = 'level' AND o.modality = 'actual'
RETURN c.name AS county, o.value AS value, o.unit AS unit, o.baseValue AS baseValue, o.baseUnit AS baseUnit, ${SOURCE}, o.id AS observation
ORDER BY coalesce(baseUnit, ''), coalesce(baseValue, 0.0) DESC, observation`,
  },
  {
    name: 'planned',
    title: '一个县（市、区）定下的目标',
    titleEn: 'What a county has planned',
    parameters: [COUNTY],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(c:County), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE c.name STARTS WITH $county AND o.modality = 'planned'
RETURN c.name AS county, ${FIGURE}, o.period AS period, ${SOURCE}, o.id AS observation
ORDER BY county, metric, coalesce(period, ''), observation`,
  },
  {
    name: 'doubtful',
    title: '存疑的数字及其原因',
    titleEn: 'The figures that are doubtful, and why',
    parameters: [],
    cypher: `MATCH (o:Observation)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE o.doubtful = true
RETURN o.subjectText AS subject, ${FIGURE}, o.doubtReason AS reason, ${SOURCE}, o.id AS observation
ORDER BY observation`,
  },
  {
    name: 'sentences-with',
    title: '含有某个词的句子',
    titleEn: 'The sentences with a word in them, and with another',
    parameters: [
      text('word', 'what the sentence says', '工业'),
      text('also', 'what it says too; empty for any', '增长', ''),
    ],
    cypher: `MATCH (s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)
WHERE s.text CONTAINS $word AND ($also = '' OR s.text CONTAINS $also)
RETURN i.date AS issueDate, s.text AS quote, s.text AS sentence, a.title AS article, i.id AS issue, s.id AS entity
ORDER BY coalesce(issueDate, ''), entity`,
  },
  {
    name: 'articles-about',
    title: '写到一个县（市、区）的文章',
    titleEn: 'The articles that name a county, those that name it most first',
    parameters: [COUNTY],
    cypher: `MATCH (c:County)<-[r:MENTIONS]-(s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)
WHERE c.name STARTS WITH $county
RETURN c.name AS county, a.title AS article, i.id AS issue, i.date AS issueDate, a.section AS section, count(r) AS mentions, count(DISTINCT s.id) AS sentences, a.id AS entity
ORDER BY county, mentions DESC, entity`,
  },
  {
    name: 'figures-of-an-article',
    title: '一篇文章里的数字',
    titleEn: 'The figures of an article, in the order of its text',
    parameters: [text('title', 'part of the title', '工业')],
    cypher: `MATCH (o:Observation)-[t:STATED_IN]->(s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue), (o)-[:OF_METRIC]->(m:Metric)
WHERE a.title CONTAINS $title
RETURN a.title AS title, o.subjectText AS subject, ${FIGURE}, o.period AS period, ${SENSE}, o.doubtful AS doubtful, ${SOURCE}, a.id AS entity, t.startOffset AS startOffset, o.id AS observation
ORDER BY entity, startOffset, observation`,
  },
  {
    name: 'undated',
    title: '关于一个县（市、区）而没有印出时间的数字',
    titleEn: 'The figures about a county of which no period is printed',
    parameters: [COUNTY],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(c:County), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE c.name STARTS WITH $county AND o.period IS NULL
RETURN c.name AS county, ${FIGURE}, ${SENSE}, o.asOf AS asOf, ${SOURCE}, o.id AS observation
ORDER BY county, metric, observation`,
  },
  {
    name: 'people-of',
    title: '一个机构、企业或地方的任职者',
    titleEn: 'The people who hold a post at an organization, a company or a place',
    parameters: [text('at', 'part of its name', '县')],
    cypher: `MATCH (f:Person)-[r:HOLDS_POST]->(t)
WHERE t.name CONTAINS $at
${TOLD}
RETURN t.name AS held, t.type AS heldType, r.post AS post, f.name AS person, ${EVIDENCE}, i.date AS issueDate
ORDER BY held, coalesce(post, ''), person, issue, article, quote`,
  },
  {
    name: 'projects',
    title: '建设项目及其所在地',
    titleEn: 'The projects, with where they are built',
    parameters: [text('place', 'part of the name of the place; empty for all', '县', '')],
    cypher: `MATCH (f:Project)-[r:LOCATED_IN]->(t)
WHERE $place = '' OR t.name CONTAINS $place
${TOLD}
RETURN f.name AS project, t.name AS place, t.type AS placeType, ${EVIDENCE}
ORDER BY project, place, issue, article, quote`,
  },
  {
    name: 'works-cited',
    title: '文章提到的文件和书',
    titleEn: 'The documents and books that articles name',
    parameters: [number('most', 'how many rows', 50)],
    cypher: `MATCH (n:Document)<-[:MENTIONS]-(s:Sentence)-[:PART_OF]->(a:Article)
RETURN n.name AS name, count(DISTINCT a.id) AS articles, count(DISTINCT s.id) AS sentences, n.id AS entity
ORDER BY articles DESC, entity
LIMIT $most`,
  },
  {
    name: 'counties-together',
    title: '哪些县（市、区）常在同一篇文章里出现',
    titleEn: 'Which counties are named in the same articles',
    parameters: [
      text('county', 'name of one of them, or how it begins; empty for all', '玉环', ''),
      number('most', 'how many rows', 50),
    ],
    cypher: `MATCH (c:County)<-[:MENTIONS]-(:Sentence)-[:PART_OF]->(a:Article)
WHERE $county = '' OR c.name STARTS WITH $county
WITH DISTINCT c, a
MATCH (a)<-[:PART_OF]-(:Sentence)-[:MENTIONS]->(d:County)
WHERE c.id <> d.id AND ($county <> '' OR c.id < d.id)
RETURN c.name AS county, d.name AS together, count(DISTINCT a.id) AS articles, c.id AS one, d.id AS other
ORDER BY articles DESC, one, other
LIMIT $most`,
  },
  {
    name: 'places-of-a-program',
    title: '一项工程、行动或改革在哪里实施、由谁参与',
    titleEn: 'Where a program is carried out, and who takes part',
    parameters: [PROGRAM],
    cypher: `MATCH (p:Program)-[r:IMPLEMENTED_IN|PARTICIPATES_IN]-(x)
WHERE $program = '' OR p.name CONTAINS $program
${TOLD}
RETURN p.name AS program, x.name AS name, x.type AS type, ${EVIDENCE}, i.date AS issueDate
ORDER BY program, type, name, issue, article, quote`,
  },
  {
    name: 'growth',
    title: '各地某项指标增长或下降多少',
    titleEn: 'By how much a metric rose or fell, by place',
    parameters: [METRIC, text('period', 'year or other period; empty for all', '2024', '')],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(x), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE o.kind = 'change' AND o.unit = '%' AND ($metric = '' OR m.name CONTAINS $metric) AND ($period = '' OR o.period = $period)
RETURN x.name AS subject, x.type AS subjectType, m.name AS metric, o.period AS period, o.direction AS direction, o.value AS value, o.unit AS unit, o.baseline AS baseline, ${SOURCE}, o.id AS observation
ORDER BY metric, coalesce(period, ''), value DESC, observation`,
  },
  {
    name: 'invested-in',
    title: '谁投资了一个地方或项目',
    titleEn: 'Who invests in a place or a project',
    parameters: [text('target', 'part of the name of the place or project', '县')],
    cypher: `MATCH (f)-[r:INVESTS_IN]->(t)
WHERE t.name CONTAINS $target
${TOLD}
RETURN t.name AS target, t.type AS targetType, f.name AS investor, f.type AS investorType, ${EVIDENCE}
ORDER BY target, investor, issue, article, quote`,
  },
  {
    name: 'metrics',
    title: '有哪些指标，各有多少数字，属于多少个主体',
    titleEn: 'The metrics, with how many figures and subjects each has',
    parameters: [
      text('metric', 'part of the name of the metric; empty for all', '收入', ''),
      number('most', 'how many rows', 100),
    ],
    cypher: `MATCH (o:Observation)-[:OF_METRIC]->(m:Metric)
WHERE $metric = '' OR m.name CONTAINS $metric
OPTIONAL MATCH (o)-[:ABOUT]->(x)
RETURN m.name AS metric, m.dimension AS dimension, count(DISTINCT o.id) AS observations, count(DISTINCT x.id) AS subjects
ORDER BY observations DESC, metric
LIMIT $most`,
  },
  {
    name: 'rankings-printed',
    title: '印出的名次',
    titleEn: 'The ranks that were printed',
    parameters: [text('subject', 'part of the name of whom they are about; empty for all', '县', '')],
    cypher: `MATCH (o:Observation)-[:ABOUT]->(x), (o)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE o.kind = 'rank' AND ($subject = '' OR x.name CONTAINS $subject)
RETURN x.name AS subject, m.name AS metric, o.scope AS scope, o.value AS value, o.period AS period, ${SOURCE}, o.id AS observation
ORDER BY subject, metric, observation`,
  },
  {
    name: 'printed-again',
    title: '不同的期刊登了同样数字的事',
    titleEn: 'What several issues print with the same value',
    parameters: [METRIC],
    cypher: `MATCH ${PRINTED}
WHERE o.key IS NOT NULL
WITH o.key AS compared, coalesce(o.baseValue, o.value) AS same, count(DISTINCT i.id) AS issues
WHERE issues >= 2
MATCH (o:Observation)-[:OF_METRIC]->(m:Metric), ${PRINTED}
WHERE o.key = compared AND coalesce(o.baseValue, o.value) = same
WITH o, m, s, a, i WHERE $metric = '' OR m.name CONTAINS $metric
RETURN o.subjectText AS subject, ${FIGURE}, o.period AS period, i.date AS issueDate, ${SOURCE}, o.key AS key, o.id AS observation
ORDER BY key, coalesce(issueDate, ''), observation`,
  },
];

export const questionNamed = (name: string): Question | null => QUESTIONS.find((each) => each.name === name) ?? null;

/** What a question is asked with: what was given, else its default; the names that are missing, or unknown, stay out. */
export function parametersFor(
  question: Question,
  given: Readonly<Record<string, string>>,
): { params: Record<string, string | number>; missing: string[]; unknown: string[] } {
  const params: Record<string, string | number> = {};
  const missing: string[] = [];
  for (const { name, type, default: fallback } of question.parameters) {
    const value = given[name] ?? fallback;
    if (value === null || (type === 'number' && !Number.isFinite(Number(value)))) missing.push(name);
    else params[name] = type === 'number' ? Number(value) : value;
  }
  const known = new Set(question.parameters.map((parameter) => parameter.name));
  return { params, missing, unknown: Object.keys(given).filter((name) => !known.has(name)) };
}
