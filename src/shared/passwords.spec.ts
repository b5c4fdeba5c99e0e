import { parseOptions } from '@node-rs/argon2';
import { hashPassword, NOBODYS_HASH, passwordMatches } from './passwords.js';

test('only the password itself opens', async () => {
  const hash = await hashPassword('correct-horse-7');
  expect(await passwordMatches(hash, 'correct-horse-8')).toBe(false);
  expect(await passwordMatches(hash, 'correct-horse-7')).toBe(true);
});

test('an accent is the same on every keyboard', async () => {
  expect(await passwordMatches(await hashPassword('caf\u00e9-au-lait'), 'cafe\u0301-au-lait')).toBe(true);
});

test('refusing an unknown address costs what refusing a wrong password costs', async () => {
  expect(parseOptions(NOBODYS_HASH)).toEqual(parseOptions(await hashPassword('correct-horse-7')));
  expect(parseOptions(NOBODYS_HASH)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  expect(NOBODYS_HASH).toMatch(/^\$argon2id\$v=19\$/);
});
