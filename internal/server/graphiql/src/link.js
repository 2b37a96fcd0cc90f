// What a link to this page asks for:
//   ?query=…&variables=…   an operation in the first tab
//   ?example=Title         the example of that title
//   &role=employer         signed in as that demo account
//   &run                   run it at once, if it only reads
import { parse } from 'graphql';

export function readLink(search, examples) {
  const asked = new URLSearchParams(search);
  const title = asked.get('example');
  const example = title === null ? undefined : examples.find((one) => one.title === title);
  const query = asked.get('query') ?? example?.query;
  return {
    query,
    variables: asked.get('variables') ?? variablesText(example),
    role: asked.get('role') ?? example?.role ?? '',
    run: asked.has('run') && query !== undefined && onlyReads(query),
  };
}

export function variablesText(example) {
  return example?.variables ? JSON.stringify(example.variables, null, 2) : undefined;
}

// A link must not be able to change anything when somebody follows it.
function onlyReads(query) {
  try {
    return parse(query).definitions.every((one) => one.kind !== 'OperationDefinition' || one.operation === 'query');
  } catch {
    return false;
  }
}
