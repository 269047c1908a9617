/** What counts as one subscriber's addresses. */
import { expect, test } from 'vitest';
import { addressBlock } from '../../src/util/address-block.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['1::2:3:4:5:1.2.3.4', '1:0:2:3::/64'],
  ['', ''],
  ['unknown', 'unknown'],
])('%s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
