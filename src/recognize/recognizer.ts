import type { EntityType } from '../../schema/entities.js';
import type { Mention, Reading, Refusal } from '../model.js';

/** Finds the mentions of its entity types in an article; does not guess and does not look at other recognisers. */
export interface Recognizer {
  readonly finds: readonly EntityType[];
  find(reading: Reading): { readonly mentions: readonly Mention[]; readonly refused: readonly Refusal[] };
}
