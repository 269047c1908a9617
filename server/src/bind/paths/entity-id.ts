/** `$entity?$id=...`: the entity with an id that a payload gave (Protocol 11.2.9, URL Conventions 4.3.4). */
import type { ODataUrl, ResourcePath } from '../../../../grammar/index.ts';
import type { BoundRequest } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { textOption } from '../options/query-options.ts';

/** The id that is asked for; nothing where none is. */
export const entityIdOf = ({ path, options }: ODataUrl): string | undefined =>
  path.segments[0]?.kind === 'EntitySegment' ? textOption(options, '$id') : undefined;

/** The request for what is at a path, with the type cast and the options behind `$entity`. */
export function withoutId({ path: { segments }, options, ...url }: ODataUrl, path: ResourcePath): ODataUrl {
  return {
    ...url,
    path: { ...path, segments: [...path.segments, ...segments.slice(1)] },
    options: options.filter((option) => option.kind !== 'TextOption' || option.name !== '$id'),
  };
}

/** Throws InvalidQueryOption where an id leads to anything but an entity. */
export function checkIsEntity(bound: BoundRequest, id: string): void {
  if (bound.kind === 'EntityRequest' && bound.reference !== true) return;
  const reason = `'${id}' is the id of no single entity. Give one as '@odata.id' has it, such as Jobs('x').`;
  throw ODataError.of('InvalidQueryOption', { name: '$id', reason }, { target: '$id' });
}
