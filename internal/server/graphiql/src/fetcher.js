// Sends operations to this server. Headers that are typed into the editor win
// over the account chosen in the bar.
export function makeFetcher(token) {
  return async ({ query, variables, operationName }, { headers = {} } = {}) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'omit',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json',
        ...(token.current ? { Authorization: `Bearer ${token.current}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
    return response.json();
  };
}
