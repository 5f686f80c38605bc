/** What a user's own Cypher may do: attacks with the reason they are refused for, and innocent look-alikes. */
import { expect, test } from 'vitest';
import { checkCypher } from '../src/store/guard.js';
import { ATTACKS, INNOCENT } from './attacks.js';

test.each(ATTACKS)('Refuses, saying %s: %s', (reason, cypher) => {
  const verdict = checkCypher(cypher);
  expect(verdict).toMatchObject({ allowed: false });
  expect(verdict.allowed ? '' : verdict.reason).toMatch(reason);
});

test.each(INNOCENT)('Lets pass: %s', (cypher) => {
  expect(checkCypher(cypher)).toMatchObject({ allowed: true });
});

test('Hands on what it checked, without comments and the last semicolon', () => {
  const verdict = checkCypher("MATCH (n) // SET n.x = 1\n/* ; */WHERE n.name='a//b' RETURN n ;");
  expect(verdict).toEqual({ allowed: true, cypher: "MATCH (n) WHERE n.name='a//b' RETURN n" });
});

test('A fault of its own reading cannot be used: words joined by a comment stay apart', () => {
  expect(checkCypher('MATCH (n) RETURN n.a/**/b')).toEqual({ allowed: true, cypher: 'MATCH (n) RETURN n.a b' });
});
