import type { EntityType } from './entities.js';

/** What the graph can hold between two entities: one row a relation, e.g. LOCATED_IN 下姜村 → 枫树岭镇. */
export interface RelationRow {
  readonly type: string;
  readonly chinese: string;
  readonly from: readonly EntityType[];
  readonly to: readonly EntityType[];
  /** When the text says it, in words. */
  readonly when: string;
}

const PLACES = ['Province', 'City', 'County', 'Township', 'Village'] as const;

export const RELATIONS = [
  {
    type: 'LOCATED_IN',
    chinese: '位于',
    from: ['Company', 'Organization', 'Project', 'Zone', 'Township', 'Village', 'County', 'City'],
    to: [...PLACES, 'Zone'],
    when: 'a chain of places, a place inside the name, or the article’s own place',
  },
  {
    type: 'IMPLEMENTED_IN',
    chinese: '实施于',
    from: ['Program'],
    to: [...PLACES, 'Zone'],
    when: 'the program is carried out there',
  },
  {
    type: 'PARTICIPATES_IN',
    chinese: '参与',
    from: ['Company', 'Organization', ...PLACES],
    to: ['Program'],
    when: 'it takes part by name (入选, 列入, 参与)',
  },
  {
    type: 'PAIRED_WITH',
    chinese: '结对',
    from: ['Organization', ...PLACES],
    to: [...PLACES],
    when: '结对, 帮扶, 山海协作 between two named parties',
  },
  {
    type: 'INVESTS_IN',
    chinese: '投资',
    from: ['Company', 'Organization'],
    to: [...PLACES, 'Zone', 'Company', 'Project'],
    when: 'it invests, builds or funds there',
  },
  {
    type: 'HOLDS_POST',
    chinese: '任职',
    from: ['Person'],
    to: ['Organization', 'Company', 'Zone', ...PLACES],
    when: 'the text gives the post',
  },
] as const satisfies readonly RelationRow[];

export type RelationType = (typeof RELATIONS)[number]['type'];
export const RELATION_TYPES: readonly RelationType[] = RELATIONS.map((row) => row.type);
