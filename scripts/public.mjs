// Publishes awards of the demo's earner and a skills sheet, and looks at their pages
// in headless Chromium as an employer does who was given an address: on a phone, in
// Spanish, and on paper. So is a plan that the earner keeps. Part of "make page".

import assert from 'node:assert/strict';

const letter = { paperWidth: 8.5, paperHeight: 11, marginTop: 0.47, marginBottom: 0.47, marginLeft: 0.55, marginRight: 0.55 };
const a4 = { ...letter, paperWidth: 8.27, paperHeight: 11.69 };

async function graphql(url, token, query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

async function earnersToken(url) {
  const accounts = await (await fetch(`${url}/demo/accounts`)).json();
  return accounts.find(({ role }) => role === 'earner').token;
}

// Publishes all awards of the earner, and a sheet of them; gives their addresses.
async function publish(url) {
  const token = await earnersToken(url);
  const { viewer } = await graphql(url, token, '{ viewer { earner { awards(first: 30) { nodes { id } } } } }');
  const awards = viewer.earner.awards.nodes.map(({ id }) => id);
  const pages = [];
  for (const id of awards) {
    const { publishAward } = await graphql(url, token, `mutation ($input: PublishAwardInput!) {
      publishAward(input: $input) { award { publicUrl } problems { message } }
    }`, { input: { id, showName: true } });
    assert.deepEqual(publishAward.problems, []);
    pages.push(url + new URL(publishAward.award.publicUrl).pathname);
  }
  const { publishSkillsSheet } = await graphql(url, token, `mutation ($input: PublishSkillsSheetInput!) {
    publishSkillsSheet(input: $input) { sheet { url } problems { message } }
  }`, { input: { awards, showName: true } });
  return { pages, sheet: url + new URL(publishSkillsSheet.sheet.url).pathname };
}

const texts = 'document.body.innerText';
const tooWide = `[...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.skip, .aloud')).map((e) => e.tagName + '.' + e.className)`;
const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length;

// Looks at a page in both languages and at several widths.
async function look(browser, url, says) {
  for (const [language, wanted] of Object.entries(says)) {
    for (const width of [320, 768, 1280]) {
      assert.deepEqual(await browser.visit(url, width, language), [], `${url} at ${width}`);
      const text = await browser.ask(texts);
      for (const one of wanted) assert.match(text, one, `${url} in ${language}`);
      assert.deepEqual(await browser.ask(tooWide), [], `${url} is wider than ${width}`);
      assert.equal(await browser.ask('document.documentElement.lang'), language);
    }
  }
  const { width } = await browser.ask("(({ width }) => ({ width }))(document.querySelector('svg.code').getBoundingClientRect())");
  assert.ok(width > 100, 'the QR code is too small to scan');
}

// Has the earner keep a plan to some pathway, and gives its address.
async function keepPlan(url, token) {
  const { pathways } = await graphql(url, token, '{ pathways(first: 20) { nodes { id } } }');
  for (const { id } of pathways.nodes) {
    const { savePlan } = await graphql(url, token, `mutation ($input: SavePlanInput!) {
      savePlan(input: $input) { plan { page } problems { message } }
    }`, { input: { name: 'A plan on paper', goal: { pathway: id } } });
    if (savePlan.plan) return url + new URL(savePlan.plan.page).pathname;
  }
  return assert.fail('no pathway of the demo leads the earner further');
}

// Looks at a plan as its earner, who signs in where a browser by itself does not.
async function lookAtAPlan(browser, url) {
  const token = await earnersToken(url);
  const address = await keepPlan(url, token);
  for (const [language, wanted] of Object.entries({ en: /The plan of Averil Fernbrook/, es: /El plan de Averil Fernbrook/ })) {
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}`, 'Accept-Language': language } });
    const page = `data:text/html;charset=utf-8,${encodeURIComponent(await answer.text())}`;
    for (const width of [320, 768, 1280]) {
      assert.deepEqual(await browser.visit(page, width, language), [], `a plan at ${width}`);
      assert.match(await browser.ask(texts), wanted);
      assert.deepEqual(await browser.ask(tooWide), [], `a plan is wider than ${width}`);
    }
    for (const paper of [letter, a4]) {
      assert.equal(pagesOf(await browser.print(paper)), 1, 'a plan is one page');
    }
  }
}

export async function lookAtPublicPages(browser, url) {
  const { pages, sheet } = await publish(url);
  for (const page of pages) {
    await look(browser, page, {
      en: [/What a holder can do/, /Awarded to Averil Fernbrook/, /\bValid\b/, /Issuer’s key/, /Passed/],
      es: [/Qué sabe hacer quien lo tiene/, /Otorgado a Averil Fernbrook/, /\bVálido\b/, /Clave del emisor/, /Superada/],
    });
    const drawn = await browser.ask("[...document.images].every((i) => i.complete && i.naturalWidth > 0)");
    assert.ok(drawn, `${page}: a picture is missing`);
  }
  await look(browser, sheet, {
    en: [/What Averil Fernbrook can do/, /Scan to check every line now/, /Valid/],
    es: [/Qué sabe hacer Averil Fernbrook/, /Escanee para comprobar cada línea ahora/, /Válido/],
  });
  for (const paper of [letter, a4]) {
    assert.equal(pagesOf(await browser.print(paper)), 1, 'the sheet is one page');
  }
  await lookAtAPlan(browser, url);
  console.log(`${pages.length} published awards, a skills sheet and a plan: shown, in two languages, on a phone and on paper`);
}
