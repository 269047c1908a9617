import type { JSX } from 'preact';
import { boundsOf, dateFieldsOf } from '../../../shared/date-range.ts';
import { chosenRootOf, chosenSets, sourceOf, type ChosenSet } from '../../choices.ts';
import { powerBiFile } from '../../programs/power-bi-file.ts';
import { incrementalQuery, rangeParameter, tableQuery } from '../../programs/power-query.ts';
import { CopyField } from '../copy-field.tsx';
import { CopyText } from '../copy-text.tsx';
import { Download } from '../download.tsx';
import { Credentials, CredentialsLevel, PeriodNote, type ProgramProps } from './shared.tsx';

/** Power BI opens a file with the address in it; who wants more copies queries. */
export function PowerBiSteps({ state }: ProgramProps): JSX.Element {
  const url = chosenRootOf(state, state.today);
  return (
    <>
      <ol class="instructions">
        <li>
          <Download name="ClickTime.pbids" text={powerBiFile(url)} />
          <p>Open it with Power BI Desktop. Or: Get data, OData feed, and this address:</p>
          <CopyField label="URL" value={url} />
          <PeriodNote state={state} />
        </li>
        <li>
          <p>
            Choose <b>Basic</b> on the left.
          </p>
          <Credentials />
          <CredentialsLevel root={state.session.address.root} />
        </li>
        <li>
          <p>Tick the tables and press Load.</p>
        </li>
      </ol>
      <details>
        <summary>Refresh in the Power BI service</summary>
        <p>
          Where the service can be reached over the internet, no gateway is needed: after publishing, open the settings
          of the semantic model, Data source credentials, Basic. In a private network the standard on-premises data
          gateway reads for it, with the same address and credentials. Dataflows ask for a gateway whenever the
          credentials are Basic.
        </p>
      </details>
      <details>
        <summary>Queries in M, with incremental refresh</summary>
        <p>
          Transform data, New source, Blank query, Advanced Editor: replace what is there. Name the query after the
          table.
        </p>
        {chosenSets(state, state.today).map((set) => (
          <Queries key={set.entitySet.name} state={state} set={set} />
        ))}
      </details>
    </>
  );
}

/** Rows are read month by month, from all days: the policy of the table in Power BI is its period. */
function Queries({ state, set }: ProgramProps & { readonly set: ChosenSet }): JSX.Element {
  const { entitySet, choice } = set;
  const dateField = dateFieldsOf(entitySet)?.firstDay;
  const { from = `${state.today.slice(0, 4)}-01-01`, to = state.today } = boundsOf(choice.range, state.today);
  return (
    <>
      <CopyText label={`${entitySet.caption} in M`} text={tableQuery(sourceOf(state, set))} />
      {dateField === undefined ? null : (
        <details>
          <summary>{entitySet.caption} with incremental refresh</summary>
          <p>
            Make two more blank queries, RangeStart and RangeEnd, then this one. Power BI asks for a period at a time,
            and the service is asked for that period alone. How far back it goes is set at the table: Incremental
            refresh.
          </p>
          <CopyText label={`RangeStart for ${entitySet.caption}`} text={rangeParameter(from)} />
          <CopyText label={`RangeEnd for ${entitySet.caption}`} text={rangeParameter(to)} />
          <CopyText
            label={`${entitySet.caption} in M, incremental`}
            text={incrementalQuery({ ...sourceOf(state, set), root: state.session.address.root }, dateField)}
          />
        </details>
      )}
    </>
  );
}
