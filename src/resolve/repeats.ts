/**
 * A thing that the recognisers found once is the same thing wherever its name is printed again.
 *
 *   推出“龙管家”应用。…今年前5个月，“龙管家”共受理事项8.94万件 → a second mention of 龙管家
 */
import type { EntityType } from '../../schema/entities.js';
import type { Mention } from '../model.js';

interface Named {
  readonly type: EntityType;
  readonly name: string;
  readonly forms: ReadonlySet<string>;
  readonly mentions: Mention[];
}

/** A name this long is no part of another word; a shorter one counts in quotation marks only. */
const LONG = 4;

/** Adds to each thing the places where a form of it is printed and no other name stands. */
export function addRepeats(things: readonly Named[], text: string): void {
  const taken = things.flatMap(({ mentions }) => mentions.map(({ start, end }) => ({ start, end })));
  const forms = things
    .flatMap((thing) => [...new Set([thing.name, ...thing.forms])].map((form) => ({ thing, form })))
    .filter(({ form }) => form.length >= 2)
    .sort((a, b) => b.form.length - a.form.length || (a.form < b.form ? -1 : 1));
  for (const { thing, form } of forms) {
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
      const end = start + form.length;
      const quoted = text[start - 1] === '“' && text[end] === '”';
      if (form.length < LONG && !quoted) continue;
      if (taken.some((span) => span.start < end && start < span.end)) continue;
      taken.push({ start, end });
      const { type, name } = thing;
      thing.mentions.push({ type, name, text: form, start, end, rule: 'entity/again', candidates: [] });
    }
  }
}
