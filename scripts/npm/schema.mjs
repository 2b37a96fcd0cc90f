// Reads the API's schema and says what of a change would break a client.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalityLevel, ChangeType, diff } from '@graphql-inspector/core';
import { buildASTSchema, getNamedType, isEnumType, isInputObjectType, isObjectType, isInterfaceType, isUnionType, parse } from 'graphql';

// generatorOnly directives tell the code generator about Go; they are not served.
const generatorOnly = /^go[A-Z]/;

/** The schema of a file, or of the *.graphql files of a directory, without what is not served. */
export function readSchema(path) {
  const files = statSync(path).isDirectory()
    ? readdirSync(path).filter((name) => name.endsWith('.graphql')).sort().map((name) => join(path, name))
    : [path];
  return build(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
}

/** The schema of an SDL text, without what is not served. */
export function build(sdl) {
  const document = parse(sdl, { noLocation: true });
  const definitions = document.definitions
    .filter((d) => !(d.kind === 'DirectiveDefinition' && generatorOnly.test(d.name.value)))
    .map(withoutGenerators);
  return buildASTSchema({ ...document, definitions });
}

function withoutGenerators(node) {
  if (Array.isArray(node)) return node.map(withoutGenerators);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutGenerators(value)]));
  if (copy.directives) copy.directives = copy.directives.filter((d) => !generatorOnly.test(d.name.value));
  return copy;
}

/** The changes from one schema to the other that break a client which the released schema had not warned. */
export async function breaking(released, current) {
  const changes = await diff(released, current);
  return changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking && !warned(released, change));
}

// warned says whether what a change removes was deprecated in the released
// schema. graphql-inspector's own rule for it lets any type go.
function warned(released, change) {
  if (change.type === ChangeType.TypeRemoved) return onlyDeprecatedUses(released, change.path);
  if (!removals.has(change.type) || !change.path) return false;
  const [typeName, member, argument] = change.path.split('.');
  const type = released.getType(typeName);
  const target = isEnumType(type) ? type.getValue(member) : type?.getFields?.()[member];
  const removed = argument ? target?.args.find((a) => a.name === argument) : target;
  return removed?.deprecationReason != null;
}

const removals = new Set([
  ChangeType.FieldRemoved, ChangeType.FieldArgumentRemoved, ChangeType.EnumValueRemoved, ChangeType.InputFieldRemoved,
]);

// onlyDeprecatedUses says whether the released schema has no way to a type but
// through deprecated fields and arguments.
function onlyDeprecatedUses(schema, name) {
  const type = schema.getType(name);
  if ((isObjectType(type) && type.getInterfaces().length > 0)) return false;
  return Object.values(schema.getTypeMap()).every((holder) => {
    if (isUnionType(holder)) return !holder.getTypes().includes(type);
    if (!isObjectType(holder) && !isInterfaceType(holder) && !isInputObjectType(holder)) return true;
    return Object.values(holder.getFields()).every((field) =>
      field.deprecationReason != null ||
      (getNamedType(field.type) !== type &&
        (field.args ?? []).every((arg) => arg.deprecationReason != null || getNamedType(arg.type) !== type)));
  });
}
