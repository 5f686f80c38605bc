/**
 * Words that stand for an entity of a type: 全县 for the county, 该村 for the village that the text is about, 公司, 园区.
 * 全省 in 居全省第二 is the field of a rank and stands for nobody.
 */
import type { EntityType } from '../../schema/entities.js';
import type { Token, TokenSentence } from './tokens.js';

/** Words that stand for an entity of a type: 全县 and 该县 for the county that the text is about. */
const STANDS: ReadonlyMap<string, readonly EntityType[]> = table([
  ['全省 我省 该省 省里 全自治区', ['Province']],
  ['全市 该市 我市 本市 市里', ['City', 'County']],
  ['全县 该县 我县 本县 县里 县域 全区 该区 我区 本区 区里', ['County']],
  ['全镇 该镇 镇里 全乡 该乡 乡里 街道 该街道 全街道 镇域', ['Township']],
  ['全村 该村 村里 本村 村庄 村集体 村民 社区 该社区 村级 村民们', ['Village']],
  ['公司 该公司 企业 该企业 集团 该集团 银行 该行 全行 工厂 厂里', ['Company']],
  ['项目 该项目 工程 该工程 电站 景区 基地 该基地', ['Project', 'Zone']],
  ['园区 该园区 产业园 开发区 全园 飞地 新区 高新区', ['Zone']],
  ['学校 该校 全校 医院 该院 中心 该中心 合作社 协会 服务队 工坊 馆内 该馆 研究院', ['Organization']],
  ['行动 该行动 工程 机制 平台 应用 该平台 模式 改革 试点 活动', ['Program']],
]);

function table(rows: readonly (readonly [words: string, types: readonly EntityType[]])[]): Map<string, EntityType[]> {
  const found = new Map<string, EntityType[]>();
  for (const [words, types] of rows) {
    for (const word of words.split(' ')) found.set(word, [...(found.get(word) ?? []), ...types]);
  }
  return found;
}

const POINTS = /^(?:该|全|本|我|这个|这家|这座|这所|此)$/u;
/** 居全省第二, 高出全省平均水平, 占全市的三分之一: the whole or the field of the number, not whom it is about. */
const SCOPE_BEFORE =
  /^(?:居|位居|列|位列|占|占到|高出|高于|低于|超过|超|快于|比|为|跃居|排名|排|获|获得|获评|入选|成为|本批|走在|是|名列|稳居)$/u;
const SCOPE_AFTER = /^(?:第|首|前|平均|唯一|各地|率先|最)/u;

/** A word that stands for an entity, seen from a number. */
export interface StandIn {
  readonly where: 'clause' | 'after' | 'sentence' | 'counted';
  /** 该项目 and 全省 point at one thing, 项目 alone may be any. */
  readonly pointed: boolean;
  readonly noun: string;
}

const isScope = (tokens: readonly Token[], i: number): boolean =>
  (SCOPE_BEFORE.test(tokens[i - 1]?.text ?? '') && tokens[i - 1]?.clause === tokens[i]!.clause) ||
  SCOPE_AFTER.test(tokens[i + 1]?.text ?? '') ||
  tokens[i + 1]?.quantity?.form === 'rank';

/** Which types a word of the sentence stands for, seen from the number at token `at`. */
export function standIns(sentence: TokenSentence, at: number): ReadonlyMap<EntityType, StandIn> {
  const { tokens } = sentence;
  const own = tokens[at]!;
  const found = new Map<EntityType, StandIn>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.start > own.end + 12) break;
    if (token.kind !== 'word') continue;
    const types = STANDS.get(token.text);
    if (types === undefined) continue;
    const pointed = POINTS.test(tokens[i - 1]?.text ?? '') || /^(?:全|该|我|本).$/u.test(token.text);
    // 全省4个乡镇: the number is of the whole that stands right before it.
    const counted = i === at - 1 && own.quantity!.form !== 'rank' && pointed;
    if (isScope(tokens, i) && !counted) continue;
    const where = counted
      ? 'counted'
      : token.clause !== own.clause
        ? 'sentence'
        : token.start < own.start
          ? 'clause'
          : 'after';
    for (const type of types) {
      const old = found.get(type);
      if (old === undefined || counted || !old.where.startsWith('clause') || (pointed && !old.pointed)) {
        found.set(type, { where, pointed, noun: token.text.replace(/^[该全本我]/u, '') });
      }
    }
  }
  return found;
}
