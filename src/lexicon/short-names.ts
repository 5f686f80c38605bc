/**
 * How a full name is shortened in print: 浙江捷众科技股份有限公司 → 捷众科技, 捷众, 浙江捷众; 仙居县水利局 → 县水利局.
 * Both sides of extraction need it: to find the short form, and to join it to the full one.
 */
import { TRADES } from './name-words.js';
import { isOrdinaryWord, scanPlaces, typeOf } from './places.js';

const LEGAL =
  /(?:集团)?(?:股份有限公司|有限责任公司|控股有限公司|有限公司|合伙企业(?:\(有限合伙\))?|\(有限合伙\)|股份公司|集团公司|公司)$/u;
const FINE: ReadonlySet<string> = new Set(['Township', 'Village']);
const BRACKET = /[(（][^()（）]{1,6}[)）]/gu;
const TRADE = new RegExp(`(?:${[...TRADES].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|')})$`, 'u');

/**
 * The short forms that a company's full name can take.
 *
 * @param full  e.g. "浙江捷众科技股份有限公司"
 * @returns longest first, e.g. ["浙江捷众科技", "捷众科技", "捷众"]; never a form of less than two characters
 */
export function shortForms(full: string): string[] {
  const forms = new Set<string>();
  const bare = full.replace(BRACKET, '').replace(LEGAL, '');
  if (bare === full && !/(?:集团|银行|酒店|农场|牧场|厂)$/u.test(full)) return [];
  let brand = bare;
  let place = '';
  // 武汉|锐科…, 浙江|杭州|…: places come off while a brand of two characters is left; a town's name may be the brand.
  for (let round = 0; round < 2; round++) {
    const front = scanPlaces(brand, 0, null).find(
      (hit) => brand.length - hit.name.length >= 2 && !FINE.has(typeOf(hit.codes[0]!)) && !isOrdinaryWord(hit.name),
    );
    if (!front) break;
    place ||= front.name;
    brand = brand.slice(front.name.length);
  }
  const add = (form: string) => {
    if (form.length >= 2 && form !== full) forms.add(form);
  };
  add(bare);
  add(`${bare}公司`);
  add(`${brand}公司`);
  add(brand);
  // 康龙|农业开发: its first two characters with 公司, whatever trade follows.
  if (brand.length >= 4) add(`${brand.slice(0, 2)}公司`);
  // 捷众|汽车|零部件: the trades come off one by one; what is left needs two characters.
  let head = brand.replace(/集团$/u, '');
  if (head !== brand && head.length <= 4) add(head);
  const trades: string[] = [];
  const grouped = full.includes('集团');
  for (let tail = TRADE.exec(head); tail && tail.index >= 2; tail = TRADE.exec(head)) {
    const left = head.slice(0, tail.index);
    add(`${left}${tail[0]}`);
    add(`${left}公司`);
    if (grouped) add(`${left}集团`);
    if (left.length <= 4) add(left);
    if (place && left.length <= 4) add(`${place}${left}`);
    trades.push(tail[0]);
    head = left;
  }
  // 锐科光纤激光技术: the brand with any one of its trades.
  if (trades.length > 1 && head.length >= 2 && head.length <= 4) for (const trade of trades) add(`${head}${trade}`);
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}
