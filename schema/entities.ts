/**
 * What the graph can hold as an entity: one row a type. Labels, constraints, the docs table and the
 * CLI's summary are made from these rows; `recognize/index.ts` does not compile while a row has no recogniser.
 */
export interface EntityRow {
  /** The label in the graph and the `type` in files, e.g. "County". */
  readonly type: string;
  /** Chinese word for people, e.g. "县（市、区）". */
  readonly chinese: string;
  /** What makes two mentions the same thing. */
  readonly key: string;
  readonly examples: readonly string[];
  /** Printed text that looks like one and is none. */
  readonly nearMisses: readonly string[];
}

export const ENTITIES = [
  { type: 'Province', chinese: '省', key: 'code', examples: ['浙江省', '上海市'], nearMisses: ['全省'] },
  { type: 'City', chinese: '市', key: 'code', examples: ['杭州市'], nearMisses: ['全市'] },
  {
    type: 'County',
    chinese: '县（市、区）',
    key: 'code',
    examples: ['淳安县', '义乌市', '景宁畲族自治县'],
    nearMisses: ['县城'],
  },
  { type: 'Township', chinese: '乡镇街道', key: 'code', examples: ['枫树岭镇', '安昌街道'], nearMisses: ['城镇'] },
  {
    type: 'Village',
    chinese: '村、社区',
    key: 'code',
    examples: ['下姜村', '凌云社区'],
    nearMisses: ['空心村', '该村'],
  },
  {
    type: 'Zone',
    chinese: '开发区、园区、新区',
    key: 'name',
    examples: ['洪三工业区', '金义新区'],
    nearMisses: ['工业园区'],
  },
  {
    type: 'Company',
    chinese: '企业',
    key: 'name',
    examples: ['浙江捷众科技股份有限公司'],
    nearMisses: ['龙头企业'],
  },
  {
    type: 'Organization',
    chinese: '机构',
    key: 'name',
    examples: ['仙居县水利局'],
    nearMisses: ['有关部门', '村党支部'],
  },
  {
    type: 'Program',
    chinese: '工程、行动、改革',
    key: 'name',
    examples: ['千万工程'],
    nearMisses: ['四千精神', '金名片'],
  },
  { type: 'Project', chinese: '建设项目', key: 'name', examples: ['缙云抽水蓄能电站'], nearMisses: ['重大项目'] },
  { type: 'Document', chinese: '文件、书', key: 'name', examples: ['浙江省档案条例'], nearMisses: ['今日浙江'] },
  {
    type: 'Person',
    chinese: '人物',
    key: 'name with organization or place',
    examples: ['金国平', '李师傅'],
    nearMisses: ['村书记'],
  },
] as const satisfies readonly EntityRow[];

export type EntityType = (typeof ENTITIES)[number]['type'];
export const ENTITY_TYPES: readonly EntityType[] = ENTITIES.map((row) => row.type);

/** The places with an official code, from the widest to the narrowest. */
export const PLACE_TYPES = ['Province', 'City', 'County', 'Township', 'Village'] as const;
export type PlaceType = (typeof PLACE_TYPES)[number];
export const isPlaceType = (type: EntityType): type is PlaceType => (PLACE_TYPES as readonly string[]).includes(type);
