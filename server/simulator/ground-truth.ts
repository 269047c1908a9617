import type { CustomFieldDefinition, EntityName, RecordByEntity, Visible } from './records.ts';
import type { Company } from './company/company.ts';
import type { CompanyShape } from './company/shape.ts';
import type { Reader, View } from './api/reader.ts';
import type { Tokens } from './tokens.ts';

/** Whose eyes; default: the administrator's, without `verbose`. */
interface TruthView {
  readonly token?: string;
  readonly verbose?: boolean;
  /** Only what `/Me/...` lists. Default false. */
  readonly mine?: boolean;
}

/** What the company holds, as the API would give it, without HTTP: for comparing value for value. */
export interface GroundTruth {
  readonly shape: CompanyShape;
  readonly customFieldDefinitions: readonly CustomFieldDefinition[];
  readonly count: (entity: EntityName) => number;
  /** All records of a list in API order, made one at a time. Throws RangeError for a token nobody has. */
  readonly list: <E extends EntityName>(entity: E, view?: TruthView) => Iterable<Visible<RecordByEntity[E]>>;
  readonly record: <E extends EntityName>(
    entity: E,
    id: string,
    view?: TruthView,
  ) => Visible<RecordByEntity[E]> | undefined;
  /** ID of user number `index`. */
  readonly userId: (index: number) => string;
}

/** Ground truth of a company. */
export function groundTruth(company: Company, reader: Reader, tokens: Tokens): GroundTruth {
  const viewOf = ({ token = tokens.admin, verbose = false, mine = false }: TruthView = {}): View => {
    const caller = tokens.caller(token);
    if (caller === undefined) throw new RangeError('Nobody has this token.');
    return { family: mine ? 'Me' : 'Root', caller, verbose };
  };
  return {
    shape: company.shape,
    customFieldDefinitions: company.definitions,
    count: (entity) => (entity === 'TimeEntries' ? company.entries.count() : company.tables[entity].count()),
    list: (entity, view) => reader.recordsOf(entity, viewOf(view)),
    record: (entity, id, view) => reader.byId(entity, id, viewOf(view)),
    userId: company.userIds.encode,
  };
}
