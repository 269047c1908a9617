'use strict';
// Only the toolkit's file parsers need DuckDB, and the connector has its own Parser.
module.exports = {
  Database: {
    create: async () => {
      throw new Error('DuckDB is not part of this install.');
    },
  },
};
