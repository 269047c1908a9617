'use strict';
// The connector reads no Parquet files.
const refuse = () => {
  throw new Error('Parquet files are not part of this install.');
};
module.exports = { ParquetReader: { openBuffer: refuse } };
