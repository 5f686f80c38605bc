/** Mentions → entities: one thing per article under its fullest name, short forms as aliases, ids that do not guess. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { EntityType } from '../schema/entities.js';
import type { Entity } from '../src/model.js';
import { explainText, extractArticle } from '../src/pipeline.js';

const entitiesOf = (text: string, title = ''): readonly Entity[] => {
  const { article } = explainText(text, '2025-12-15').extraction;
  return extractArticle({ ...article, title }, '2025-12-15').extraction.entities;
};

/** "name = alias, alias" of all entities of some types. */
const rows = (text: string, types: readonly EntityType[], title = ''): string[] =>
  entitiesOf(text, title)
    .filter(({ type }) => types.includes(type))
    .map(({ name, aliases }) => (aliases.length > 0 ? `${name} = ${aliases.join(', ')}` : name));

// The dictionaries are loaded by the first text; a busy machine takes seconds for it.
beforeAll(() => void explainText('临海市', null), 60_000);

describe('one thing, its fullest name', () => {
  test.each([
    [
      'a company and its brand',
      '浙江云岭精工股份有限公司今年上市。云岭精工负责人说，订单不断。',
      ['浙江云岭精工股份有限公司 = 云岭精工'],
    ],
    [
      'a company and the short form that the text declares',
      '江苏瀚川农业发展集团有限公司(以下简称“瀚农集团”)投资两亿元。瀚农集团在村里流转土地。',
      ['江苏瀚川农业发展集团有限公司 = 瀚农集团'],
    ],
    ['two companies of one group stay two', '远岫集团投资远岫药包有限公司。', ['远岫集团', '远岫药包有限公司']],
    ['a chamber without the 街道 of its place', '安昌街道商会成立。安昌商会出资修路。', ['安昌街道商会 = 安昌商会']],
    ['省委 where the text prints 浙江省委', '浙江省委作出部署。会后，省委书记周海峰强调落实。', ['浙江省委 = 省委']],
    ['quotation marks are no part of a name', '“微澜”志愿服务队走进社区。', ['微澜志愿服务队 = “微澜”志愿服务队']],
  ])('%s', (_, text, expected) => {
    expect(rows(text, ['Company', 'Organization'])).toEqual(expected);
  });
});

describe('an organ that is named by its level', () => {
  test('is completed from the article’s own place', () => {
    const text = '近年来，鄞州区探索新路。鄞州区教育局与区妇联一起走进学校。在鄞州区，这样的活动已有百场。';
    expect(rows(text, ['Organization'])).toEqual(['鄞州区教育局', '鄞州区妇联 = 区妇联']);
  });

  test('stays as it is at province level', () => {
    expect(rows('省林业局、省自然资源厅联合发文。', ['Organization'])).toEqual(['省林业局', '省自然资源厅']);
  });

  test('is dropped where the article has no such place', () => {
    expect(rows('县政府明确提出目标。', ['Organization'])).toEqual([]);
  });

  test('is that of the town named last', () => {
    const text = '建德市寿昌镇环境优美。乌石村通过镇党委牵线，引来了客商。建德市还将继续。';
    expect(rows(text, ['Organization'])).toEqual(['寿昌镇党委 = 镇党委']);
  });
});

describe('names inside names', () => {
  test('an organ around a unit is an organization too', () => {
    expect(rows('仙居县水利局建设科负责施工。', ['Organization'])).toEqual(['仙居县水利局', '仙居县水利局建设科']);
  });

  test('浙江省委组织部 is one fixed name', () => {
    expect(rows('浙江省委组织部印发通知。', ['Organization'])).toEqual(['浙江省委组织部']);
  });

  test('a county inside the name of an organ is an entity', () => {
    expect(rows('临海市民政局新建养老机构6家。', ['County'])).toEqual(['临海市']);
  });

  test('a city inside the legal name of a company is none', () => {
    expect(rows('村里与宁波余丰电器有限公司签了约。', ['City', 'Company'])).toEqual(['宁波余丰电器有限公司']);
  });

  test('a province inside a name is none', () => {
    expect(rows('福建省农科院的专家来到田间。', ['Province'])).toEqual([]);
  });
});

describe('ids', () => {
  const idOf = (text: string, name: string, title = '') =>
    entitiesOf(text, title).find((entity) => entity.name === name)?.id;

  test.each([
    ['a linked place', '临海市发展迅速。', '临海市', 'cn:331082'],
    [
      'a company with a legal form',
      '浙江云岭精工股份有限公司上市。',
      '浙江云岭精工股份有限公司',
      'Company:浙江云岭精工股份有限公司',
    ],
    [
      'a company that everybody knows, by any of its names',
      '中国石化投资建站。',
      '中国石化',
      'Company:中国石油化工集团',
    ],
    ['an organ with its place', '临海市民政局发文。', '临海市民政局', 'Organization:临海市民政局'],
    ['an institution that everybody knows', '北交所通过审议。', '北交所', 'Organization:北京证券交易所'],
    ['a document', '印发《浙江省茶产业促进办法》。', '浙江省茶产业促进办法', 'Document:浙江省茶产业促进办法'],
  ])('%s', (_, text, name, id) => {
    expect(idOf(text, name)).toBe(id);
  });

  test('a person is known by where the post is held', () => {
    expect(idOf('淳安县发改局副局长王建林说，规划已经落地。', '王建林')).toBe('Person:王建林@淳安县发改局');
  });

  test('李师傅 of one article is not that of another', () => {
    expect(idOf('骑手李师傅刚送完一单。', '李师傅')).toMatch(/^local:/u);
  });

  test('no two entities share an id', () => {
    const text = '浙江大学与浙大的专家来到临海市。中石化、中国石化等企业投资。临海市民政局、市民政局发文。';
    const ids = entitiesOf(text).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a mention’s text is what the article prints there', () => {
    const text = '宁波市生态环境局鄞州分局与“微澜”志愿服务队走进学校，《环保读本》由浙江云岭精工股份有限公司捐赠。';
    for (const { mentions } of entitiesOf(text)) {
      for (const mention of mentions) expect(text.slice(mention.start, mention.end)).toBe(mention.text);
    }
  });
});

describe('a place that the text names at the front of a name, or in the headline alone', () => {
  test('is a town of its own', () => {
    const text = '老人们在金塘镇居家养老服务照料中心吃午饭。他们每天都来。';
    expect(rows(text, ['Township'])).toEqual(['金塘镇']);
  });

  test('is a party of a zone behind a dash', () => {
    const text = '莲都—义乌、龙泉—萧山等2个省级山海协作产业园开工。';
    expect(rows(text, ['County'])).toEqual(['莲都区 = 莲都', '义乌市 = 义乌', '龙泉市 = 龙泉', '萧山区 = 萧山']);
  });

  test('is the county of the headline where the text says 全县', () => {
    const [county] = entitiesOf('2024年，全县规上工业企业209家。', '仙居：小县大工业').filter(
      ({ type }) => type === 'County',
    );
    expect(county).toMatchObject({ name: '仙居县', aliases: [] });
    expect(county?.mentions.map(({ text }) => text)).toEqual(['全县']);
  });

  test('is no entity where the text does not speak of it', () => {
    expect(rows('茶园里来了采茶机。', ['County'], '仙居：采茶忙')).toEqual([]);
  });
});

describe('a kind of zone beside the one zone that is called so', () => {
  test('is that zone', () => {
    const text = '鄞州—衢江产业飞地投产。鄞衢产业飞地有10家企业。这是头一个山海协作“产业飞地”。';
    expect(rows(text, ['Program'])).toEqual(['山海协作']);
  });
});
