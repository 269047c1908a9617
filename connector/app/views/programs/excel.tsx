import type { JSX } from 'preact';
import { chosenRootOf, chosenSets, sourceOf } from '../../choices.ts';
import { excelFile } from '../../programs/excel-file.ts';
import { CopyField } from '../copy-field.tsx';
import { Download } from '../download.tsx';
import { Credentials, CredentialsLevel, PeriodNote, type ProgramProps } from './shared.tsx';

/** Excel opens a file for each table. */
export function ExcelSteps({ state }: ProgramProps): JSX.Element {
  return (
    <>
      <ol class="instructions">
        <li>
          <div class="downloads">
            {chosenSets(state, state.today).map((set) => (
              <Download
                key={set.entitySet.name}
                name={`${set.entitySet.name}.odc`}
                text={excelFile(sourceOf(state, set))}
              />
            ))}
          </div>
          <p>Open it with Excel for Windows and enable the connection, where Excel asks.</p>
        </li>
        <li>
          <p>
            Choose <b>Basic</b> on the left.
          </p>
          <Credentials />
          <CredentialsLevel root={state.session.address.root} />
        </li>
        <li>
          <p>
            Later: Data, <b>Refresh All</b>.
          </p>
        </li>
      </ol>
      <details>
        <summary>Without a file</summary>
        <p>Data, Get Data, From Other Sources, From OData Feed, and this address:</p>
        <CopyField label="URL" value={chosenRootOf(state, state.today)} />
        <PeriodNote state={state} />
      </details>
    </>
  );
}
