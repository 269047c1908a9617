// Reads {xml, xsd} as JSON from standard input and writes the violations as JSON: [{ message, line }].
import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';

const { xml, xsd } = JSON.parse(readFileSync(0, 'utf8'));

function violations() {
  try {
    const validator = XsdValidator.fromDoc(XmlDocument.fromString(xsd));
    validator.validate(XmlDocument.fromString(xml));
    return [];
  } catch (error) {
    const details = error.details ?? [];
    return details.length > 0 ? details : [{ message: error.message, line: 0 }];
  }
}

process.stdout.write(JSON.stringify(violations()));
