import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { variablesText } from './link.js';

const visitor = 'Nobody: not signed in';

// Bar is the strip above the editors: whom to be, what to try.
export function Bar({ accounts, examples, link, role, signIn }) {
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const schema = useGraphiQL((state) => state.schema);
  const ran = useRef(false);

  useEffect(() => {
    // The editors come up one by one; running needs them and the schema.
    if (link.run && !ran.current && queryEditor && variableEditor && schema) {
      ran.current = true;
      actions.run();
    }
  }, [link, queryEditor, variableEditor, schema, actions]);

  async function open(example) {
    if (accounts.length > 0) {
      await signIn(example.role);
    }
    actions.addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(variablesText(example) ?? '');
  }

  return (
    <header className="bar">
      <strong>Stackmatch</strong>
      {accounts.length > 0 && (
        <label>
          Signed in as{' '}
          <select name="role" value={role} onChange={(event) => signIn(event.target.value)}>
            <option value="">{visitor}</option>
            {accounts.map((account) => (
              <option key={account.role} value={account.role}>
                {account.label}
              </option>
            ))}
          </select>
        </label>
      )}
      {examples.length > 0 && (
        <label>
          Examples{' '}
          <select name="example" value="" onChange={(event) => open(examples[Number(event.target.value)])}>
            <option value="" disabled>
              Choose an operation…
            </option>
            {groups(examples, accounts).map(([label, members]) => (
              <optgroup key={label} label={label}>
                {members.map(([example, index]) => (
                  <option key={index} value={index}>
                    {example.title}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
      <nav>
        <a href="/schema.graphql">Schema</a> <a href="/graphiql/NOTICES.txt">Notices</a>
      </nav>
    </header>
  );
}

// groups gathers the examples by the kind of user that they are written for.
function groups(examples, accounts) {
  const byLabel = new Map();
  examples.forEach((example, index) => {
    const account = accounts.find((one) => one.role === example.role);
    const label = account?.label ?? (example.role || visitor);
    byLabel.set(label, [...(byLabel.get(label) ?? []), [example, index]]);
  });
  return [...byLabel];
}
