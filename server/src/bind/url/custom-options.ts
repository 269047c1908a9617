/**
 * Custom query options have no effect (URL Conventions 5.2), so one that is meant to have one would be answered with
 * everything: a misspelt system option, a condition that an `&` tore off, or a parameter of another service.
 */
import type { QueryOption } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { customOptionHint } from '../hints/custom-option-hint.ts';
import { typeAt, type Meant } from '../names/model-names.ts';
import { isCollection, type Referent } from '../names/names.ts';

/** Throws UnknownQueryOption at the first custom option that looks as if it should do something. */
export function checkCustomOptions(
  options: readonly QueryOption[],
  referent: Referent<Meant> | undefined,
  index: ModelIndex,
): void {
  const subject = { type: typeAt(referent?.of, index), many: referent !== undefined && isCollection(referent) };
  for (const option of options) {
    if (option.kind !== 'CustomOption') continue;
    const hint = customOptionHint(option, options, subject, index);
    if (hint === undefined) continue;
    throw ODataError.of('UnknownQueryOption', { name: option.name, hint }, { target: option.name });
  }
}
