/** From a printed issue to its articles: each test is a small page in one of the settings that occur. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Article, Issue, Residue } from '../src/model.js';
import { readArticles } from '../src/read/articles.js';
import { readIssue } from '../src/read/issue.js';
import { foldHalfWidth } from '../src/read/text.js';

const issue = (printed: string): Issue => ({
  id: 'test',
  publication: null,
  year: null,
  number: null,
  totalNumber: null,
  date: null,
  file: 'test.txt',
  sha256: '',
  printed,
});
/** Lines with a blank line after each, as the files have them. */
const page = (...lines: string[]): Issue => issue(lines.join('\n\n'));
const read = (from: Issue): { articles: Article[]; residue: Residue[] } => readArticles(from).value;
const kindsOf = (from: Issue): Record<string, string> =>
  Object.fromEntries(read(from).residue.map(({ start, end, kind }) => [from.printed.slice(start, end), kind]));

// Two paragraphs that no test is about.
const BODY = '青石镇的茶厂今年又添了两条生产线，制茶师傅从清晨忙到深夜，订单已经排到了明年三月。';
const MORE = '镇里还为茶农开了夜校，请来农技专家讲授修剪和病虫害防治，每堂课都坐得满满当当。';

describe('a newspaper page in paragraphs', () => {
  test('headline, byline with a sign, headings, captions, a paragraph that a picture interrupts', () => {
    const printed = page(
      '青石镇：老茶厂的新账本',
      '■ 顾 禾 柳小满',
      BODY,
      '盘活旧厂房 引来新订单',
      '去年底，厂里把闲置的仓库改成了冷链中心，全镇的鲜叶',
      '\n\n青石镇茶农正在采摘夏茶。',
      '从此不用连夜送到县城，损耗降了三成。',
    );
    const { articles } = read(printed);
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({ title: '青石镇：老茶厂的新账本', authors: ['顾禾', '柳小满'], ordinal: 1 });
    expect(articles[0]?.paragraphs.map(({ kind }) => kind)).toEqual(['body', 'heading', 'body']);
    expect(articles[0]?.text).toContain('全镇的鲜叶从此不用连夜送到县城');
    expect(kindsOf(printed)).toMatchObject({ '青石镇茶农正在采摘夏茶。': 'caption', '■ 顾 禾 柳小满': 'byline' });
  });

  test('names alone are a byline below a headline', () => {
    const { articles } = read(page('海岛上的小学堂', '袁 晓 陆一舟', BODY, MORE, '山里来了快递员', '方禾', MORE, BODY));
    expect(articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['海岛上的小学堂', ['袁晓', '陆一舟']],
      ['山里来了快递员', ['方禾']],
    ]);
  });

  test('bylines behind the body close an article', () => {
    const { articles } = read(
      page(
        '海岛上的小学堂',
        BODY,
        `${MORE}（本报记者 袁晓 通讯员 陆一舟）`,
        '山里来了快递员',
        MORE,
        BODY,
        '记者 方禾 报道',
      ),
    );
    expect(articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['海岛上的小学堂', ['袁晓', '陆一舟']],
      ['山里来了快递员', ['方禾']],
    ]);
    expect(articles[0]?.text.endsWith('满满当当。')).toBe(true);
  });

  test('本报讯 opens an article', () => {
    const { articles } = read(
      page(
        '海岛上的小学堂',
        `本报讯（记者 袁晓）${BODY}`,
        MORE,
        '山里来了快递员',
        `本报讯（通讯员 方禾）${MORE}`,
        BODY,
      ),
    );
    expect(articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['海岛上的小学堂', ['袁晓']],
      ['山里来了快递员', ['方禾']],
    ]);
    expect(articles[0]?.text.startsWith('青石镇')).toBe(true);
  });

  test('a byline below the opening paragraphs belongs to their headline', () => {
    const { articles } = read(page('青石镇：老茶厂的新账本', BODY, '■ 顾禾', '盘活旧厂房 引来新订单', MORE, BODY));
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({ title: '青石镇：老茶厂的新账本', authors: ['顾禾'] });
  });

  test('a byline with a post, a source note, the imprint and a notice are in no text', () => {
    const printed = page(
      '海岸日报 2023年5月6日 星期六 第3版',
      '责任编辑：陆舟 版式：方禾',
      '把课堂搬到田埂上',
      '青石镇党委书记 顾 禾',
      BODY,
      MORE,
      '（作者单位：青石镇人民政府）',
      '社会主义核心价值观',
      '富强 民主 文明 和谐',
    );
    const { articles } = read(printed);
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({ title: '把课堂搬到田埂上', authors: ['顾禾'], text: `${BODY}\n${MORE}` });
    expect(new Set(Object.values(kindsOf(printed)))).toEqual(new Set(['masthead', 'headline', 'byline', 'advert']));
  });

  test('short news, each signed at its end', () => {
    const printed = page('石塘镇夜校开班', `${MORE}（方禾）`, '云溪村通公交', `${BODY}（陆 舟）`);
    expect(read(printed).articles.map(({ title, authors, text }) => [title, authors, text])).toEqual([
      ['石塘镇夜校开班', ['方禾'], MORE],
      ['云溪村通公交', ['陆舟'], BODY],
    ]);
    expect(kindsOf(printed)).toMatchObject({ '（方禾）': 'byline' });
  });

  test('numbered headings are none of an article of their own', () => {
    const { articles } = read(
      page('茶产业发展报告', '■ 袁晓', '一、基本情况', BODY, '（一）生产', MORE, '二、主要问题', BODY),
    );
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({ title: '茶产业发展报告', authors: ['袁晓'] });
  });

  test('a box beside an article is one of its own', () => {
    const { articles } = read(page('海岛上的小学堂', '■ 袁晓', BODY, MORE, '相关链接', '青石镇教育小档案', MORE));
    expect(articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['海岛上的小学堂', ['袁晓']],
      ['青石镇教育小档案', []],
    ]);
  });

  test('paragraphs on lines of their own, without blank lines', () => {
    const { articles } = read(
      issue(
        [
          '海岛上的小学堂',
          '本报记者 袁晓',
          `　　${BODY}`,
          `　　${MORE}`,
          '山里来了快递员',
          '方 禾/文',
          `　　${MORE}`,
        ].join('\n'),
      ),
    );
    expect(articles.map(({ title, authors, text }) => [title, authors, text])).toEqual([
      ['海岛上的小学堂', ['袁晓'], `${BODY}\n${MORE}`],
      ['山里来了快递员', ['方禾'], MORE],
    ]);
  });

  test('a text without headline and byline is an article', () => {
    expect(read(issue(`${BODY}\n${MORE}`)).articles.map(({ title, text }) => [title, text])).toEqual([
      ['', `${BODY}\n${MORE}`],
    ]);
  });

  test('文/ and 图/', () => {
    const { articles } = read(page('海岛上的小学堂', '文/袁晓 图/陆一舟', BODY, MORE));
    expect(articles[0]).toMatchObject({ title: '海岛上的小学堂', authors: ['袁晓'] });
  });
});

describe('a magazine in paragraphs', () => {
  const CONTENTS = [
    '江南月谈',
    '2024年第12期 总第306期 月刊',
    '>>卷首',
    '01 把路修到茶山上/本刊评论员',
    '>>本期关注',
    '06 山乡里的新车间',
    '——一个县的产业转型综述/本刊记者 袁晓 陆一舟',
    '12 走进茶山深处/顾禾 等',
    '18 小海岛的大学堂/柳小满',
    '>>随笔',
    '24 桥头旧事/周禾生',
  ];

  test('the contents page is no article, names the section and parts joined names', () => {
    const printed = page(
      ...CONTENTS,
      '山乡里的新车间',
      '——一个县的产业转型综述',
      '■ 袁晓陆一舟',
      '本刊记者',
      BODY,
      MORE,
    );
    const { articles } = read(printed);
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      title: '山乡里的新车间',
      subtitle: '一个县的产业转型综述',
      section: '本期关注',
      authors: ['袁晓', '陆一舟'],
    });
    expect(kindsOf(printed)).toMatchObject({
      '>>本期关注': 'contents',
      '24 桥头旧事/周禾生': 'contents',
      本刊记者: 'byline',
    });
  });

  test('a headline that is set into the body is found, the line that the contents contradict is not', () => {
    const head = '小海岛的大学堂';
    const inside = read(
      page(...CONTENTS, '\n\n■柳小满', BODY.slice(0, -8), `\n\n${head}`, BODY.slice(-8), MORE),
    ).articles;
    expect(inside).toHaveLength(1);
    expect(inside[0]).toMatchObject({ title: head, authors: ['柳小满'], text: `${BODY}\n${MORE}` });
    const lost = read(page(...CONTENTS, '\n\n岛上的灯塔', '■柳小满', BODY, MORE)).articles;
    expect(lost[0]).toMatchObject({ title: '', authors: ['柳小满'] });
  });

  test('parts of a collection are articles of their own, with the authors above all of them', () => {
    const { articles } = read(
      page(
        '茶山十年',
        '——三项改革特写',
        '■ 袁晓',
        '\n\n夜校开到村口',
        BODY,
        MORE,
        '\n\n冷链修到地头',
        MORE,
        BODY,
        '\n\n茶香飘到海外',
        BODY,
        MORE,
      ),
    );
    expect(articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['夜校开到村口', ['袁晓']],
      ['冷链修到地头', ['袁晓']],
      ['茶香飘到海外', ['袁晓']],
    ]);
  });

  test('a place line belongs to the headline, a line that repeats the place is a caption', () => {
    const own = '临海县的老街修好了，临海县的游客也回来了，镇上的客栈一到周末就住满，茶馆里座无虚席。';
    const printed = page(
      '茶香飘到海外',
      '■ 袁晓',
      BODY,
      MORE,
      '\n\n临海县',
      '临海老街',
      '擦亮一条街的金招牌',
      own,
      MORE,
    );
    const { articles } = read(printed);
    expect(articles.map(({ title }) => title)).toEqual(['茶香飘到海外', '临海县 擦亮一条街的金招牌']);
    expect(kindsOf(printed)).toMatchObject({ 临海老街: 'caption' });
  });

  test('running heads, also misread ones and one character a line, do not break a sentence', () => {
    const both = BODY + MORE;
    const printed = page(
      '山乡里的新车间',
      '■ 袁晓',
      both.slice(0, 50),
      '以“山门打开”促进“共同增收”',
      both.slice(50),
      both.slice(0, 60),
      '月',
      '谈',
      both.slice(60),
      '以『山门打开』促进『共同增牧』',
      BODY,
      '以『山门打开』促进『共同增收』',
      MORE,
    );
    const { articles } = read(printed);
    expect(articles).toHaveLength(1);
    expect(articles[0]?.text).toBe(`${both}\n${both}\n${BODY}\n${MORE}`);
  });
});

describe('a magazine in printed lines', () => {
  /** Breaks paragraphs into lines of a column, the first one indented by two characters. */
  const set = (width: number, ...paragraphs: string[]): string[] =>
    paragraphs.flatMap((text) => {
      const lines = [text.slice(0, width - 2)];
      for (let at = width - 2; at < text.length; at += width) lines.push(text.slice(at, at + width));
      return lines;
    });
  const long = (place: string): string[] => [
    `在${place}，${BODY}${MORE}${place}的年轻人也陆续回到了村里`.concat('。'),
    `${MORE}${BODY}如今${place}有了自己的品牌和展销馆，外地客商一年要来上百回。`,
  ];

  test('joins lines to paragraphs; the headline may follow its body', () => {
    const printed = page(
      ' ■袁 晓',
      ...set(15, ...long('云溪')),
      '云溪“借水行舟”兴产业',
      ' ▲云溪古渡 陆 舟 摄',
      '■柳小满',
      ...set(15, ...long('石塘')),
      '石塘“靠海吃海”有新篇',
    );
    const { articles } = read(printed);
    expect(articles.map(({ title, authors, text }) => [title, authors, text])).toEqual([
      ['云溪“借水行舟”兴产业', ['袁晓'], long('云溪').join('\n')],
      ['石塘“靠海吃海”有新篇', ['柳小满'], long('石塘').join('\n')],
    ]);
  });

  test('reads a headline that is set vertically', () => {
    const printed = page(
      '■袁 晓',
      ...set(15, ...long('云溪')),
      ...'云溪打好古渡牌',
      '■柳小满',
      ...set(15, ...long('石塘')),
    );
    expect(read(printed).articles.map(({ title }) => title)).toEqual(['云溪打好古渡牌', '']);
  });

  test('headline and byline may both stand behind the last page of an article that had none', () => {
    const printed = page(
      '石塘“靠海吃海”有新篇',
      '■柳小满',
      ...set(15, ...long('石塘')),
      ...set(15, ...long('云溪')).map((line, i) => (i === 0 ? ` ${line}` : line)),
      '云溪“借水行舟”兴产业',
      '本刊记者 袁 晓',
      '⑨',
    );
    expect(read(printed).articles.map(({ title, authors }) => [title, authors])).toEqual([
      ['石塘“靠海吃海”有新篇', ['柳小满']],
      ['云溪“借水行舟”兴产业', ['袁晓']],
    ]);
  });

  test('keeps headings apart from the paragraphs below them', () => {
    const [first, second] = long('云溪');
    const printed = page('■袁 晓', ...set(15, first!), '山上种茶', '山下引客', ...set(15, second!), ...set(15, first!));
    const [article] = read(printed).articles;
    expect(article?.paragraphs.map(({ kind }) => kind)).toEqual(['body', 'heading', 'heading', 'body', 'body']);
  });

  test('lines far wider than the column are a pull-quote', () => {
    const wide =
      '发展乡村产业要立足本地的山水和手艺，把种植加工销售连成一条链，让每一个环节的收益都能留在村里，让年轻人愿意回来、留得下来、过得更好，这是十年实践给出的回答。';
    const printed = page(
      '■袁 晓',
      ...set(15, ...long('云溪')),
      `■ ${wide.slice(0, 38)}`,
      wide.slice(38, 78),
      ...set(15, ...long('云溪').reverse()),
    );
    const { articles } = read(printed);
    expect(articles).toHaveLength(1);
    expect(articles[0]?.text).not.toContain(wide.slice(0, 60));
    expect(Object.values(kindsOf(printed))).toContain('pull-quote');
  });
});

describe('an article', () => {
  test('is known by its first 40 characters, whatever its title', () => {
    const [a] = read(page('海岛上的小学堂', '■ 袁晓', BODY, MORE)).articles;
    const [b] = read(page('海岛学堂', '■ 袁晓', BODY, MORE)).articles;
    expect(a?.id).toMatch(/^test#[0-9a-f]{16}$/u);
    expect(b?.id).toBe(a?.id);
    expect(b?.hash).not.toBe(a?.hash);
  });

  test('gets an ordinal when another one begins with the same words', () => {
    const { articles } = read(page('海岛上的小学堂', '■ 袁晓', BODY, '山里来了快递员', '■ 方禾', BODY, MORE));
    expect(articles[1]?.id).toBe(`${articles[0]?.id}-2`);
  });
});

// ---------- no character is lost ----------

/** Every printed character that is not white is in one article or in one residue, and in no second one. */
function expectNothingLost(from: Issue): void {
  const { articles, residue } = read(from);
  const owners = new Uint8Array(from.printed.length);
  for (const article of articles) {
    let before = -1;
    for (let i = 0; i < article.text.length; i++) {
      const unit = article.text[i]!;
      const at = article.printedAt(i);
      if (unit === '\n' || unit === ' ') continue;
      if (at <= before || foldHalfWidth(from.printed[at]!) !== unit)
        throw new Error(`${from.file}: wrong offset at ${i}`);
      before = at;
      owners[at]!++;
    }
    const covered = article.sentences.map(({ start, end }) => article.text.slice(start, end)).join('');
    expect(covered.replace(/\s/gu, '')).toBe(article.text.replace(/\s/gu, ''));
  }
  for (const { start, end } of residue) for (let i = start; i < end; i++) owners[i]!++;
  for (let i = 0; i < owners.length; i++) {
    if (/[^\s\u200b\ufeff]/u.test(from.printed[i]!) && owners[i] !== 1) {
      throw new Error(`${from.file}: “${from.printed.slice(i, i + 12)}” at ${i} is owned ${owners[i]} times`);
    }
  }
}

describe('no character is lost', () => {
  const LINES = [
    BODY,
    MORE,
    BODY.slice(0, 17),
    MORE.slice(0, 15),
    '青石镇：老茶厂的新账本',
    '盘活旧厂房 引来新订单',
    '■ 顾 禾 柳小满',
    '本刊记者',
    '▲云溪古渡 陆 舟 摄',
    '青石镇茶农正在采摘夏茶。',
    '23',
    '⑤',
    '山',
    '乡',
    '月',
    '临海县',
    '——三项改革特写',
    '（作者单位：青石镇）',
    '本报讯（记者 袁晓）村口的路灯亮了。',
    '𠮷水村的灯亮了。②',
    '>>本期关注',
    '06 山乡里的新车间/袁晓',
    '责任编辑：陆舟',
    '中共青石县委 青石县人民政府',
    '“',
    '。',
    '　　去年，增长３２．５％。',
    'Green Valley 公司来了。',
    '（摘自会议讲话）',
    '公益广告',
  ];
  test('whatever lines follow each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\n\n', '\n\n\n\n', ' \n\n ')), {
          maxLength: 60,
        }),
        (parts) => expectNothingLost(issue(parts.map(([line, gap]) => line + gap).join(''))),
      ),
      { numRuns: 200, seed: 20240612 },
    );
  }, 30_000);

  test('in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => expectNothingLost(issue(text))),
      { numRuns: 100, seed: 20240612 },
    );
  }, 30_000);

  for (const folder of ['corpus', '../shared/corpus'].filter((one) => existsSync(one))) {
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.txt'))
      .sort();
    test.each(files)(
      `in ${folder}/%s`,
      async (file) => {
        const { value } = await readIssue(join(folder, file), null);
        expectNothingLost(value!);
      },
      30_000,
    );
  }
});
