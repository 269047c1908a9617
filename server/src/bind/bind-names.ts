/** Names looked up before anything else is made of a URL, so that only what is legal in every name answers 501. */
import type { MemberPath, PathSegment, QueryOption, ResourcePath } from '../../../grammar/index.ts';
import type { EntityType } from '../model/edm.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { resolveMemberPath } from './names/member-names.ts';
import { instanceOf, modelNames, typeAt, type Meant } from './names/model-names.ts';
import { elementOf, isCollection, NameError, type Place } from './names/names.ts';
import { optionError } from './names/option-errors.ts';
import { inEffectOrder, resolveOption } from './names/option-names.ts';
import { pathError } from './names/path-errors.ts';
import { resolvePath } from './names/path-names.ts';
import { resolveSelectPath } from './names/select-names.ts';
import { optionName } from './query-options.ts';

/** Where each segment of a resource path leads; 404 at the first that leads nowhere. */
export function pathPlaces(path: ResourcePath, index: ModelIndex): readonly Place<Meant>[] {
  return translated(
    () => resolvePath(path, modelNames(index)).map(first),
    (error) => pathError(error, path, index),
  );
}

/** Where each segment of a path in an expression leads; 400 with the option or segment `target` where it leads nowhere. */
export function memberPlaces(
  path: MemberPath,
  type: EntityType,
  target: string,
  index: ModelIndex,
): readonly Place<Meant>[] {
  const scope = { names: modelNames(index), here: instanceOf(type) };
  return translated(
    () => resolveMemberPath(path, scope).map(first),
    (error) => optionError(error, target, index),
  );
}

/** Where each segment of an item of `$select` or `$expand` leads; 400 where one leads nowhere. */
export function itemPlaces(
  segments: readonly PathSegment[],
  type: EntityType,
  target: string,
  index: ModelIndex,
): readonly Place<Meant>[] {
  return translated(
    () => resolveSelectPath(segments, instanceOf(type), modelNames(index)).map(first),
    (error) => optionError(error, target, index),
  );
}

/**
 * Looks up the names in options for what a path has led to; those of options that mean nothing for a single entity or
 * value are left out. `it` is what `$it` stands for.
 */
export function checkOptionNames(
  options: readonly QueryOption[],
  place: Place<Meant>,
  index: ModelIndex,
  it: Place<Meant> = place,
): void {
  const names = modelNames(index);
  const many = isCollection(place);
  if (typeAt(place.of, index) === undefined || place.kind === 'primitive') return;
  let here = elementOf(place);
  for (const option of inEffectOrder(options)) {
    if (!many && !ofSingle.includes(option.kind)) continue;
    here = translated(
      () => resolveOption(option, { names, here, it: elementOf(it) }),
      (error) => optionError(error, optionName(option) ?? '', index),
    );
  }
}

const ofSingle: readonly QueryOption['kind'][] = ['ComputeOption', 'SelectOption', 'ExpandOption'];

/** Where a dynamic property may be of several kinds, each says the same of it. */
function first(places: readonly Place<Meant>[]): Place<Meant> {
  const [place] = places;
  if (place === undefined) throw new Error('a segment leads somewhere or is refused');
  return place;
}

function translated<Result>(resolve: () => Result, translate: (error: NameError<Meant>) => Error): Result {
  try {
    return resolve();
  } catch (error) {
    throw error instanceof NameError ? translate(error as NameError<Meant>) : error;
  }
}
