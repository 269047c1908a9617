// The toolkit's import comes first: the build removes it, for the sandbox has these names as globals.
import { Parser, type DataContainer, type ParseOptions } from '@tableau/taco-toolkit/handlers';
import type { TablePiece } from '../shared/read-tables.ts';

/** Puts what the Fetcher yields into tables; a table's columns come with its first piece, even when it has no rows. */
export default class ClickTimeParser extends Parser<TablePiece> {
  parse({ table, columns, rows }: TablePiece, { dataContainer }: ParseOptions): DataContainer {
    const container = Parser.createContainerBuilder(dataContainer);
    const { isNew, tableBuilder } = container.getTable(table);
    if (isNew) tableBuilder.addColumnHeaders(columns);
    tableBuilder.addRows(rows);
    return container.getDataContainer();
  }
}
