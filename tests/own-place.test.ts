/** What an article is about, by its headline and by what its text names. */
import { expect, test } from 'vitest';
import { extractArticle, loneArticle } from '../src/pipeline.js';
import { ownPlaceOf } from '../src/resolve/own-place.js';

test.each([
  ['the narrowest place of the headline', '杭州市临安区 “土特产”进城', '临安区的竹笋和杭州市的茶都卖得好。', '临安区'],
  ['a county by its short form in the headline', '金堂：橘子上了树', '四川省金堂县今年多了一座果园。', '金堂县'],
  ['a county that its towns are named with', '', '金堂县又新镇通了公交，金堂的果子下了山。成都的客商来了。', '金堂县'],
  ['two places in the headline', '海宁、湄潭：隔山隔水一家亲', '海宁市和湄潭县签了协议。', null],
  [
    'two places, as the headline says',
    '两地同采一山茶',
    '海宁市的商人常来。海宁市的茶客也多，海宁市去年买了千斤。',
    null,
  ],
  [
    'a town that the text names more often than the county of the headline',
    '临海：渔港新事',
    '临海市桃渚镇的渔船返港。桃渚镇有渔民。桃渚镇的码头修好了，桃渚镇添了冷库。',
    '桃渚镇',
  ],
  ['a place inside the name of a firm is none', '', '河南省青禾食品有限公司来了。河南省青禾食品有限公司又来了。', null],
])(
  '%s',
  (_, title, text, expected) => {
    const article = { ...loneArticle('test#1', text), title };
    const { entities } = extractArticle(article, '2025-06-01').extraction;
    expect(ownPlaceOf(article, entities)?.name ?? null).toBe(expected);
  },
  30_000,
); // The first case reads the gazetteer.
