import type { JSX } from 'preact';
import { chosenRootOf, chosenSets } from '../../choices.ts';
import { CopyField } from '../copy-field.tsx';
import { Credentials, PeriodNote, type ProgramProps } from './shared.tsx';

/** Tableau's own OData connection reads whole sets; so its address holds period, sets and fields. */
export function TableauSteps({ state }: ProgramProps): JSX.Element {
  const [first, ...others] = chosenSets(state, state.today).map(({ entitySet }) => entitySet.caption);
  return (
    <>
      <ol class="instructions">
        <li>
          <p>
            In Tableau Desktop: Connect, To a Server, <b>OData</b>.
          </p>
        </li>
        <li>
          <CopyField label="Server" value={chosenRootOf(state, state.today)} />
          <PeriodNote state={state} />
        </li>
        <li>
          <p>
            Authentication: <b>Username and Password</b>.
          </p>
          <Credentials />
        </li>
        <li>
          <p>
            Sign In. Drag <b>{first}</b> to the canvas
            {others.length === 0 ? '' : `, then ${others.join(', ')}, and relate them by their IDs`}.
          </p>
        </li>
      </ol>
      <details>
        <summary>Tableau Cloud and Tableau Prep</summary>
        <ul>
          <li>
            Cloud: New, Workbook, Connectors, <b>OData</b>, with the same server, user name and password. Tableau Cloud
            reads over the internet; where it cannot reach the address, Tableau Bridge reads for it. Embed the
            credentials when you publish, so that extracts refresh on their schedule.
          </li>
          <li>
            Prep: Connect, To a Server, <b>OData</b>, the same again. Each run of the flow reads the tables anew.
          </li>
          <li>
            Every refresh, an incremental one too, reads all of what the address holds: a shorter period is faster.
          </li>
        </ul>
      </details>
    </>
  );
}
