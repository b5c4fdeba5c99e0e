import { html, wantsHtml } from './html.js';

test('what a value says is never markup, unless it is a piece of a page', () => {
  const hostile = `<script>alert("1")</script> & 'x'`;
  expect(
    html`<p title="${hostile}">${html`<b>${2}</b>`}${null}${[html`<i></i>`, html`<i></i>`]}</p>`.text,
  ).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"><b>2</b><i></i><i></i></p>',
  );
});

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['TEXT/HTML; charset=utf-8', true],
  ['application/json, text/html', false],
  ['application/json', false],
  ['*/*', false],
  [undefined, false],
])('%j is a browser: %j', (accept, browser) => {
  expect(wantsHtml(accept)).toBe(browser);
});
