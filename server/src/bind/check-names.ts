/** Names of what is recognised and not bound: looked up over the model, and refused in the words of the catalogue. */
import type { ODataUrl, QueryOption } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { checkCustomOptions } from './url/custom-options.ts';
import { modelNames, typeAt, type Meant } from './names/model-names.ts';
import { elementOf, isCollection, NameError, type Referent } from './names/names.ts';
import { optionError } from './hints/option-errors.ts';
import { inEffectOrder, resolveOption } from './names/option-names.ts';
import { pathError } from './hints/path-errors.ts';
import { resolvePath, subjectsOf } from './names/path-names.ts';
import { optionName } from './options/query-options.ts';

/**
 * What `bind` makes of something. Before that is 501, `checkNames` looks up all its names, those of what is not bound
 * too: 501 is left to what is legal in every name.
 */
export function withLegalNames<Result>(bind: () => Result, checkNames: () => void): Result {
  try {
    return bind();
  } catch (error) {
    if (error instanceof ODataError && error.code === 'UnsupportedFeature') checkNames();
    throw error;
  }
}

/** Looks up the names of a URL: 404 where one of its path leads nowhere, 400 where one of its options does. */
export function checkUrlNames({ path, options }: ODataUrl, index: ModelIndex): void {
  const trace = translated(
    () => resolvePath(path, modelNames(index)),
    (error) => pathError(error, path, index),
  );
  const [subject] = subjectsOf(trace);
  checkCustomOptions(options, subject, index);
  checkOptionNames(options, { subject }, index);
}

/** What options are about, and what `$it` stands for in them where that is something else. */
interface Subject {
  readonly subject: Referent<Meant> | undefined;
  readonly it?: Referent<Meant>;
}

/** Looks up the names in options; those of options that mean nothing for a single entity or value are left out. */
export function checkOptionNames(
  options: readonly QueryOption[],
  { subject, it = subject }: Subject,
  index: ModelIndex,
): void {
  if (subject === undefined || it === undefined || subject.kind === 'primitive') return;
  if (typeAt(subject.of, index) === undefined) return;
  const names = modelNames(index);
  let here = elementOf(subject);
  for (const option of inEffectOrder(options)) {
    if (!isCollection(subject) && !ofSingle.includes(option.kind)) continue;
    here = translated(
      () => resolveOption(option, { names, here, it: elementOf(it) }),
      (error) => optionError(error, optionName(option) ?? '', index),
    );
  }
}

const ofSingle: readonly QueryOption['kind'][] = ['ComputeOption', 'SelectOption', 'ExpandOption'];

function translated<Result>(resolve: () => Result, translate: (error: NameError<Meant>) => Error): Result {
  try {
    return resolve();
  } catch (error) {
    throw error instanceof NameError ? translate(error as NameError<Meant>) : error;
  }
}
