import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printSchema } from 'graphql';
import { breaking, build } from './schema.mjs';

const released = `
  directive @goModel(model: String) on OBJECT
  directive @oneOf on INPUT_OBJECT
  type Query { "It." a(x: Int, old: Int @deprecated(reason: "since 0.1: use x")): A  gone: Old @deprecated(reason: "since 0.1: use a") all: [N!]!  pick(by: By): Int }
  type A @goModel(model: "x.A") { id: ID!  name: String @deprecated(reason: "since 0.1: use id")  size: Int! kind: Kind }
  type Old { id: ID }
  enum Kind { ONE TWO @deprecated(reason: "since 0.1: use ONE") }
  interface N { id: ID! }
  type B implements N { id: ID! }
  input By @oneOf { a: Int b: Int }
`;

const cases = [
  ['nothing changed', (s) => s, 0],
  ['a field added', (s) => s.replace('size: Int!', 'size: Int! more: Int'), 0],
  ['a generator directive changed', (s) => s.replace('"x.A"', '"y.A"'), 0],
  ['a field removed', (s) => s.replace('size: Int!', ''), 1],
  ['a field made nullable', (s) => s.replace('size: Int!', 'size: Int'), 1],
  ['a deprecated field removed', (s) => s.replace(/name: String @deprecated\(.*?\)/, ''), 0],
  ['an argument removed', (s) => s.replace('x: Int,', ''), 1],
  ['a deprecated argument removed', (s) => s.replace(/old: Int @deprecated\(.*?\)/, ''), 0],
  ['a required argument added', (s) => s.replace('x: Int,', 'x: Int, y: Int!,'), 1],
  ['an enum value removed', (s) => s.replace('ONE TWO', 'TWO'), 1],
  ['a deprecated enum value removed', (s) => s.replace(/TWO @deprecated\(.*?\)/, ''), 0],
  ['an enum value added', (s) => s.replace('ONE TWO', 'ONE THREE TWO'), 0],
  ['a type removed that only a deprecated field used', (s) => s.replace(/gone: Old @deprecated\(.*?\)/, '').replace('type Old { id: ID }', ''), 0],
  ['a type removed that an interface returned', (s) => s.replace('type B implements N { id: ID! }', ''), 1],
];

for (const [name, change, want] of cases) {
  test(name, async () => {
    const current = change(released);
    assert.ok(name === 'nothing changed' || current !== released, 'the case changes nothing');
    const found = await breaking(build(released), build(current));
    assert.equal(found.length, want, found.map((c) => c.message).join('\n'));
  });
}

test('what is not served is not released, and what a client must know is', () => {
  const sdl = printSchema(build(released));
  assert.doesNotMatch(sdl, /goModel/);
  assert.match(sdl, /@deprecated\(reason: "since 0.1: use x"\)/);
  assert.match(sdl, /input By @oneOf/);
});
