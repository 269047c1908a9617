import type { JSX } from 'preact';
import type { EntitySetInfo, Field } from '../../shared/catalog.ts';
import { rangeProblem } from '../../shared/date-range.ts';
import { previewUrlOf } from '../choices.ts';
import type { Row } from '../client.ts';
import { formatValue } from '../format.ts';
import { failureMessages, rangeMessages } from '../messages.ts';
import type { ChoosingData } from '../state.ts';
import type { WizardControls } from '../use-wizard.ts';
import { Spinner } from './parts.tsx';

interface PreviewProps {
  readonly entitySet: EntitySetInfo;
  readonly state: ChoosingData & { readonly today: string };
  readonly onRetry: WizardControls['retry'];
}

/** The first rows of the chosen fields, so that one sees what one gets. */
export function Preview({ entitySet, state, onRetry }: PreviewProps): JSX.Element {
  const omitted = state.choices[entitySet.name]?.omitted ?? [];
  const fields = namesFirst(entitySet.fields.filter((field) => !omitted.includes(field.name)));
  const url = previewUrlOf(state, entitySet, state.today);
  const problem = rangeProblem(state.choices[entitySet.name]?.range ?? { kind: 'all' });
  const preview = url === undefined ? undefined : state.answers.previews[url];
  return (
    <section class="preview" aria-labelledby="preview-heading">
      <h3 id="preview-heading">First rows</h3>
      {preview?.kind === 'known' ? (
        <Rows entitySet={entitySet} fields={fields} rows={preview.value} />
      ) : preview?.kind === 'failed' ? (
        <p class="preview-note" role="alert">
          {failureMessages[preview.failure.kind].title}.{' '}
          <button
            type="button"
            onClick={() => {
              if (url !== undefined) onRetry('preview', url);
            }}
          >
            Try again
          </button>
        </p>
      ) : (
        <p class="preview-note">
          {problem === undefined ? <Spinner /> : null} {problem === undefined ? 'Reading rows' : rangeMessages[problem]}
        </p>
      )}
    </section>
  );
}

interface RowsProps {
  readonly entitySet: EntitySetInfo;
  readonly fields: readonly Field[];
  readonly rows: readonly Row[];
}

function Rows({ entitySet, fields, rows }: RowsProps): JSX.Element {
  if (rows.length === 0)
    return <p class="preview-note">There are no rows. The table will have its columns all the same.</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`First rows of ${entitySet.caption}`}>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name} scope="col" class={isNumber(field) ? 'number' : undefined}>
                {field.caption}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {fields.map((field) => (
                <td key={field.name} class={isNumber(field) ? 'number' : undefined}>
                  <span>{formatValue(row[field.name])}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** IDs tell people nothing, so they stand at the end. */
function namesFirst(fields: readonly Field[]): readonly Field[] {
  const isId = (field: Field): boolean => field.isKey || field.references !== undefined;
  return [...fields.filter((field) => !isId(field)), ...fields.filter(isId)];
}

function isNumber(field: Field): boolean {
  return /Decimal|Double|Single|Int|Byte/.test(field.type);
}
