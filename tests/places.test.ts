/** Places: the gazetteer's history, short names, chains, abstention; namesakes from fixtures/ambiguous-places.tsv. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { villageName } from '../scripts/build-places.js';
import {
  liesIn,
  placeByCode,
  placesAbove,
  placesInside,
  placesNamed,
  shortNames,
  successorsOf,
} from '../src/lexicon/places.js';
import { tagWords } from '../src/lexicon/words.js';
import type { Article } from '../src/model.js';
import { place } from '../src/recognize/place.js';
import { linkPlaces, type PlaceLinks } from '../src/resolve/places.js';

// The dictionary is loaded outside the time of the first test.
tagWords('');

function read(text: string, title = '', date = '2025-12-15', province: string | null = null): PlaceLinks {
  const sentences = [...text.matchAll(/[^。！？\n]+[。！？\n]?/gu)].map((one) => ({
    start: one.index,
    end: one.index + one[0].length,
  }));
  const article = { title, text, sentences } as unknown as Article;
  const { mentions } = place.find({ article, words: tagWords(text), issueDate: date });
  return linkPlaces(mentions, article, Number(date.slice(0, 4)), { province });
}

/** "临海市 白水洋镇": canonical names in order, the code behind a name where it is linked is left out. */
const names = (links: PlaceLinks): string => [...new Set(links.linked.map((one) => one.name))].join(' ');
/** 浙江省/台州市/临海市 */
const pathOf = (code: string): string =>
  [...placesAbove(code), placeByCode(code)]
    .sort((a, b) => (a?.code.replace(/0+$/u, '').length ?? 0) - (b?.code.replace(/0+$/u, '').length ?? 0))
    .map((one) => one?.name)
    .join('/');

describe('the gazetteer', () => {
  it('means the county of the text’s year', () => {
    expect(placesNamed('萧山', 1999).map((one) => one.name)).toEqual(['萧山市']);
    expect(placesNamed('萧山', 2010).map((one) => one.name)).toEqual(['萧山区']);
    expect(placesNamed('玉环', 2012).map((one) => one.code)).toEqual(['331021']);
    expect(placesNamed('玉环', 2024).map((one) => one.code)).toEqual(['331083']);
    // A text of today that prints the old full name means the old county.
    expect(placesNamed('萧山市', 2025).map((one) => one.code)).toEqual(['330181']);
    expect(placesNamed('江东', 2025)).toEqual([]);
  });

  it('knows what followed, in whole and in part', () => {
    expect(successorsOf('331021')).toEqual([{ code: '331083', year: 2017, whole: true }]);
    expect(successorsOf('330110')).toEqual([{ code: '330113', year: 2021, whole: false }]);
    expect(successorsOf('330621').filter((one) => one.whole)).toEqual([]);
  });

  it('finds the place above', () => {
    expect(placesAbove('330127').map((one) => one.name)).toEqual(['杭州市', '浙江省']);
    expect(placesAbove('429004').map((one) => one.name)).toEqual(['湖北省']);
    const town = placesNamed('枫树岭镇', 2025)[0];
    expect(town && placesAbove(town.code)[0]?.name).toBe('淳安县');
    // 临平街道 lay in 余杭区 until 2021.
    expect(liesIn('330113001', '330113')).toBe(true);
    expect(liesIn('330113001', '330110')).toBe(true);
  });

  it('shortens official names', () => {
    expect(shortNames('景宁畲族自治县', 'County')).toEqual(['景宁县', '景宁']);
    expect(shortNames('恩施土家族苗族自治州', 'City')).toEqual(['恩施州', '恩施']);
    expect(shortNames('内蒙古自治区', 'Province')).toEqual(['内蒙古', '内蒙']);
    expect(shortNames('大兴安岭地区', 'City')).toEqual(['大兴安岭']);
    expect(shortNames('双江拉祜族佤族布朗族傣族自治县', 'County')).toEqual(['双江县', '双江']);
    expect(shortNames('应县', 'County')).toEqual([]);
  });

  it('writes village names as they are printed', () => {
    expect(villageName('下姜村委会')).toBe('下姜村');
    expect(villageName('文海社区居委会')).toBe('文海社区');
    expect(villageName('李家村村民委员会')).toBe('李家村');
    expect(villageName('凌云居民委员会')).toBe('凌云社区');
    expect(villageName('红旗农场生活区')).toBeNull();
  });

  it('looks into the names of organizations', () => {
    expect(placesInside('临海市民政局', 2025).map((one) => one.hit.name)).toEqual(['临海市']);
    expect(placesInside('景德镇陶瓷大学', 2025).map((one) => one.hit.name)).toEqual(['景德镇']);
    expect(placesInside('金义新区', 2025)).toEqual([]);
    expect(placesInside('海宁市监局', 2025).map((one) => one.hit.name)).toEqual(['海宁']);
  });
});

describe('linking', () => {
  it.each([
    ['临海市白水洋镇下宅村的豆腐坊开张了。', '临海市 白水洋镇 下宅村'],
    ['四川省金堂县又新镇祝新村的油橄榄进入盛果期。', '四川省 金堂县 又新镇 祝新村'],
    ['贵州湄潭县鱼泉街道新石村的茶青收购点开到了村口。', '贵州省 湄潭县 鱼泉街道 新石村'],
    ['江苏省苏州、无锡、常州三市签了协议。', '江苏省 苏州市 无锡市 常州市'],
    ['浙江淳安、泰顺等11个县列入名单。', '浙江省 淳安县 泰顺县'],
    ['浙江磐安、龙泉、常山等县（市）列入名单。', '浙江省 磐安县 龙泉市 常山县'],
    ['桐庐县分水镇和合村乡都来了人。', '桐庐县 分水镇 合村乡'],
    ['海宁市长张三说，安吉县长也到了。', '海宁市 安吉县'],
    ['四川凉山州昭觉县的孩子们坐进了新教室，昭觉今年新建校舍6所。', '四川省 凉山彝族自治州 昭觉县'],
    ['云南省西双版纳州勐腊县的橡胶开割。', '云南省 西双版纳傣族自治州 勐腊县'],
    ['内蒙古锡林郭勒盟苏尼特左旗的牧民换上了新网围栏。', '内蒙古自治区 锡林郭勒盟 苏尼特左旗'],
  ])('%s', (text, expected) => {
    expect(names(read(text))).toBe(expected);
  });

  it('gives the place that is printed right before', () => {
    const { linked } = read('临海市白水洋镇下宅村的豆腐坊开张了。');
    expect(linked.map((one) => one.inside?.text ?? null)).toEqual([null, '临海市', '白水洋镇']);
    expect(linked.map((one) => one.place?.code.length)).toEqual([6, 9, 12]);
  });

  it('reads a text of its year', () => {
    expect(read('玉环县的渔船返港了。', '', '2012-05-01').linked[0]?.place?.code).toBe('331021');
    expect(read('余杭区临平街道的集市开张。', '', '2015-05-01').linked[1]?.place?.code).toBe('330113001');
  });

  it('uses the publication’s province for namesakes of counties only', () => {
    expect(read('普陀区的渔船返港了。', '', '2025-01-01', '330000').linked[0]?.place?.code).toBe('330903');
    expect(read('横溪镇的竹笋丰收。', '', '2025-01-01', '330000').linked[0]?.place).toBeNull();
  });
});

it('prints what it marks', () => {
  const text = '杭甬两地和四川省金堂县又新镇祝新村，金堂、又新的果农都来了。';
  for (const { mention } of read(text).linked) expect(text.slice(mention.start, mention.end)).toBe(mention.text);
});

describe('namesakes', () => {
  const rows = readFileSync(new URL('./fixtures/ambiguous-places.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split('\t') as [string, string, string]);

  it('has no wrong link, and abstains rarely where the text tells', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    const wrong: string[] = [];
    const abstained: string[] = [];
    for (const [sentence, name, meaning] of rows) {
      const { linked } = read(sentence);
      const found = linked.find((one) => one.mention.text === name)?.place ?? null;
      const got = found === null ? '无' : pathOf(found.code);
      if (got === meaning) continue;
      if (got === '无') abstained.push(`${name} in ${sentence}`);
      else wrong.push(`${name} in ${sentence} is ${meaning}, linked to ${got}`);
    }
    expect(wrong).toEqual([]);
    const answerable = rows.filter(([, , meaning]) => meaning !== '无').length;
    console.info(
      `namesakes: ${rows.length} rows, ${abstained.length} of ${answerable} left unlinked: ${abstained.join(' | ')}`,
    );
    expect(abstained.length / answerable).toBeLessThanOrEqual(0.1);
  });
});
