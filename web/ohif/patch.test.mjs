import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideRemoteTools, patchPage, patchScript, patchStyle } from './patch.mjs';

const PAGE = '<head><meta name="x" content="/a.png"><link href="/b.css"><script>window.PUBLIC_URL="/"</script>'
  + '<script defer src="/app.js"></script></head>';

test('every address of the page is below ours, and no script is left in it', () => {
  const { html, scripts } = patchPage(PAGE);
  assert.match(html, /content="\/ohif\/a\.png".*href="\/ohif\/b\.css".*src="\/ohif\/page\.[0-9a-f]{16}\.js".*src="\/ohif\/app\.js"/);
  assert.doesNotMatch(html, /<script>/);
  assert.deepEqual([...scripts.values()], ['window.PUBLIC_URL="/ohif/"']);
});

test('a page that is not as we know it stops the build', () => {
  assert.throws(() => patchPage('<script>other()</script>'), /PUBLIC_URL/);
});

test('chunks, pictures and fonts are asked for below our path, other texts stay', () => {
  assert.equal(patchScript('__webpack_require__.p = "/";'), '__webpack_require__.p = "/ohif/";');
  assert.equal(patchScript('f("/x")'), 'f("/x")');
  assert.equal(patchStyle('a{b:url(/f.woff2);c:url("/g.svg");d:url(//h)}'), 'a{b:url(/ohif/f.woff2);c:url("/ohif/g.svg");d:url(//h)}');
});

test('only measurements with coordinates are drawn', () => {
  assert.equal(
    patchScript('x = srDisplaySet.measurements.filter(measurement => measurement.loaded === false);'),
    'x = srDisplaySet.measurements.filter(measurement => measurement.loaded === false && measurement.coords.length > 0);');
});

test('tools that would need a stranger\'s server are hidden', () => {
  assert.match(hideRemoteTools('a{}'), /\[data-cy="MarkerLabelmap-btn"\].*display:none/);
});
