'use strict';
// Checks XML against an XSD with libxml2 as WebAssembly, so that packing needs no compiler.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

exports.parseXml = (text) => ({
  text,
  validationErrors: [],
  /** Synchronous by contract, while WebAssembly loads asynchronously: hence a process of its own. */
  validate(schema) {
    const input = JSON.stringify({ xml: text, xsd: schema.text });
    const result = spawnSync(process.execPath, [path.join(__dirname, 'validate.mjs')], { input, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`The XML check failed: ${result.stderr}`);
    this.validationErrors = JSON.parse(result.stdout);
    return this.validationErrors.length === 0;
  },
});
