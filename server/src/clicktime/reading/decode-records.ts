import type { Row } from '../../model/values.ts';
import { recordTurn } from '../upstream/answer-turns.ts';

/** The rows of all records, with the event loop given back in between. Rejects with what the decoder throws. */
export async function decodeRecords(
  records: readonly unknown[],
  decode: (record: unknown) => Row,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const record of records) {
    rows.push(decode(record));
    const turn = recordTurn(rows.length);
    if (turn !== undefined) await turn;
  }
  return rows;
}
