import { GraphiQL } from 'graphiql';
import { useMemo, useRef, useState } from 'react';
import { Bar } from './Bar.jsx';
import { makeFetcher } from './fetcher.js';
import { variablesText } from './link.js';

const welcome = `# The API of Stackmatch. Open the documentation with the book at the left,
# complete names with Ctrl-Space, run with Ctrl-Enter.

query Welcome {
  __typename
}
`;

// App holds who is signed in; the tokens never leave this page's memory.
export function App({ accounts, examples, link, loadAccounts }) {
  const token = useRef(accounts.find((one) => one.role === link.role)?.token ?? '');
  const [role, setRole] = useState(token.current ? link.role : '');
  const fetcher = useMemo(() => makeFetcher(token), []);

  async function signIn(next) {
    // Tokens expire: take a new one with each change.
    const account = next && (await loadAccounts()).find((one) => one.role === next);
    token.current = account ? account.token : '';
    setRole(account ? next : '');
  }

  const first = examples.find((example) => example.role === '');
  return (
    <GraphiQL
      fetcher={fetcher}
      initialQuery={link.query}
      initialVariables={link.query === undefined ? undefined : (link.variables ?? '')}
      defaultQuery={welcome}
      defaultTabs={
        link.query === undefined && first ? [{ query: first.query, variables: variablesText(first) }] : undefined
      }
      schemaDescription
      inputValueDeprecation
    >
      <GraphiQL.Logo>
        <Bar accounts={accounts} examples={examples} link={link} role={role} signIn={signIn} />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
