'use strict';
// The connector reads no Excel files.
const refuse = () => {
  throw new Error('Excel files are not part of this install.');
};
module.exports = { read: refuse, utils: { sheet_to_json: refuse } };
