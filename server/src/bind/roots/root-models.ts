import { LRUCache } from 'lru-cache';
import type { EdmModel } from '../../model/edm.ts';
import { chosenBy, chosenModel, type Chosen } from './choose.ts';
import { readChoice } from './read-root.ts';

/** Choices of one model that are remembered, with all that is made from theirs; each once as it is meant, and as written. */
const MOST_NAMES = 100;

/**
 * The model below a root with a choice, from the segment that says it: the same object for the same choice of the same
 * model however it is written, as long as it is remembered. @throws ODataError
 */
export function createRootModels(): (model: EdmModel, segment: string | undefined) => EdmModel {
  const byModel = new WeakMap<EdmModel, LRUCache<string, EdmModel>>();
  return (model, segment) => {
    if (segment === undefined) return model;
    const known = byModel.get(model) ?? new LRUCache<string, EdmModel>({ max: MOST_NAMES });
    byModel.set(model, known);
    return known.get(segment) ?? remember(known, segment, model);
  };
}

function remember(known: LRUCache<string, EdmModel>, segment: string, model: EdmModel): EdmModel {
  const chosen = chosenBy(readChoice(segment), model);
  const name = nameOf(chosen);
  const found = known.get(name) ?? chosenModel(model, chosen);
  for (const each of [name, segment]) known.set(each, found);
  return found;
}

/** A text that is the same for the same choice, and that no segment is, for those begin with `only=`. */
const nameOf = (chosen: Chosen): string =>
  [...chosen]
    .map(([set, fields]) => (fields === undefined ? set : `${set}(${[...fields].toSorted().join(',')})`))
    .toSorted()
    .join(',');
