// Puts the OHIF viewer into the folder named on the command line: takes the release of package.json as it is published,
// checks its digest, leaves out what is not served, patches it for our path, and compresses what compresses.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DRAWABLE, hideRemoteTools, patchPage, patchScript, patchStyle } from './patch.mjs';

const { viewer } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const LEFT_OUT = ['package/dist/ort', 'package/dist/app-config.js', 'package/dist/sw.js', 'package/dist/google.js', '*.map',
  'package/dist/_headers', 'package/dist/_redirects'];
const COMPRESSED = new Set(['.js', '.mjs', '.css', '.html', '.json', '.wasm', '.svg', '.ttf']);

function take(folder) {
  const packed = execFileSync('npm', ['pack', viewer.package, '--silent', '--prefer-offline', '--pack-destination', folder]);
  const archive = join(folder, basename(packed.toString().trim().split('\n').pop()));
  const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (digest !== viewer.integrity) {
    throw new Error(`${viewer.package} is not what it was when it was chosen: ${digest}`);
  }
  const exclude = LEFT_OUT.map(name => `--exclude=${name}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder, ...exclude, 'package/dist', 'package/LICENSE']);
  rmSync(archive);
  return join(folder, 'package', 'dist');
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

function patchText(file, patch) {
  const before = readFileSync(file, 'utf8');
  const after = patch(before);
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}

function patchAll(dist) {
  const page = patchPage(readFileSync(join(dist, 'index.html'), 'utf8'));
  writeFileSync(join(dist, 'index.html'), page.html);
  page.scripts.forEach((script, name) => writeFileSync(join(dist, name), script));
  const scripts = files(dist).filter(file => dirname(file) === dist && extname(file) === '.js');
  const changed = scripts.filter(file => patchText(file, patchScript));
  if (!changed.some(file => basename(file).startsWith('app.bundle.'))) {
    throw new Error('the viewer does not name the path of its chunks where it did');
  }
  if (!scripts.some(file => readFileSync(file, 'utf8').includes(DRAWABLE))) {
    throw new Error('the viewer does not choose the measurements to draw where it did');
  }
  files(dist).filter(file => extname(file) === '.css').forEach(file => patchText(file, patchStyle));
  if (!patchText(join(dist, 'app.bundle.css'), hideRemoteTools)) throw new Error('there is no app.bundle.css');
}

function compress(dist) {
  files(dist).filter(file => COMPRESSED.has(extname(file))).forEach(file => {
    const bytes = readFileSync(file);
    const small = gzipSync(bytes, { level: 9 });
    if (small.length < bytes.length * 0.9) writeFileSync(`${file}.gz`, small);
  });
}

const target = process.argv[2];
mkdirSync(dirname(target), { recursive: true });
const work = mkdtempSync(`${target}-`);
try {
  const dist = take(work);
  patchAll(dist);
  compress(dist);
  renameSync(join(work, 'package', 'LICENSE'), join(dist, 'LICENSE.txt'));
  rmSync(target, { recursive: true, force: true });
  renameSync(dist, target); // whole or not at all
} finally {
  rmSync(work, { recursive: true, force: true });
}
