/**
 * The standing cooperations of China between richer and poorer places: who helps in them, and who is helped.
 *
 *   东西部协作: 佛山市 helps, 黔东南苗族侗族自治州 is helped; 山海协作: 余杭区 helps, 柯城区 is helped
 */
import type { Entity } from '../../model.js';

/** An article of such a cooperation. */
export const COOPERATION = /东西部(?:扶贫)?协作|山海协作|对口(?:支援|帮扶|协作|合作)|结对/u;

/** Provinces that help in the cooperation of the east with the west, by the first two digits of their codes. */
const EAST: ReadonlySet<string> = new Set(['11', '12', '31', '32', '33', '35', '37', '44']);
/** The mountain counties of Zhejiang, which are helped in its cooperation of mountains and sea. */
const MOUNTAIN = /^(?:3308|3311)|^(?:330127|330324|330326|330327|330328|330329|330723|330727|331022|331023|331024)/u;
/** Who helps and who is helped; null where the codes do not say. */
export function roleOf(entity: Entity, program: string): 'helps' | 'helped' | null {
  const code = entity.place?.code;
  if (code === undefined) return null;
  if (/东西部|东西协作|对口支援|^(?!山海)\p{Script=Han}{2}协作$/u.test(program))
    return EAST.has(code.slice(0, 2)) ? 'helps' : 'helped';
  if (/山海协作/u.test(program) && code.startsWith('33') && entity.type !== 'Province')
    return MOUNTAIN.test(code) ? 'helped' : 'helps';
  return null;
}

/** The two lie in different provinces, or one is a mountain county of Zhejiang and the other is none. */
export function areApart(a: Entity, b: Entity): boolean {
  const [one, other] = [a.place?.code.slice(0, 2), b.place?.code.slice(0, 2)];
  if (one === undefined || other === undefined) return false;
  return one !== other || (one === '33' && roleOf(a, '山海协作') !== roleOf(b, '山海协作'));
}
